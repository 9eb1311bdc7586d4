package ledger

import (
	"crypto/sha256"
	"encoding/binary"

	"fealty/models/ids"
)

// encodingV1 opens the canonical encoding that doc.go lays down.
const encodingV1 = "fealty entry v1"

// Chain gives the hash of the entry after the head before it. The entry's own
// Hash is not looked at.
func (e *Entry) Chain(head []byte) []byte {
	buf := make([]byte, 0, len(head)+256+len(e.Detail))
	buf = e.encode(append(buf, head...))
	sum := sha256.Sum256(buf)
	return sum[:]
}

func (e *Entry) encode(b []byte) []byte {
	b = putText(b, encodingV1)
	b = putID(b, e.Member)
	b = putText(b, string(e.Wallet))
	b = putInt(b, e.Seq)
	b = putText(b, string(e.Kind))
	b = putInt(b, int64(e.Amount))
	b = putInt(b, int64(e.Balance))
	b = putText(b, e.Source)
	b = append(b, e.SourceID[:]...)
	b = putText(b, e.Actor)
	b = append(b, e.ActorID[:]...)
	b = putInt(b, e.Undoes)
	b = putInt(b, e.GivesBack)
	b = putInt(b, int64(e.Version))
	b = putText(b, e.Detail)
	b = putText(b, e.HappenedOn.Format("2006-01-02"))
	return putInt(b, e.RecordedAt.UnixMicro())
}

func putText(b []byte, s string) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(s))) //nolint:gosec // a detail is far below 4 GB
	return append(b, s...)
}

func putInt(b []byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(n)) //nolint:gosec // two's complement is meant
}

func putID(b []byte, id ids.Member) []byte { return append(b, id[:]...) }
