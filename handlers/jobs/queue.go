package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	queue "fealty/models/jobs"
	"fealty/models/recording"
)

// How many jobs are taken at once, and for how long they are ours.
const (
	batch = 20
	lease = time.Minute
)

// work does what was put into the queue. A job may be done twice when its worker is killed: each kind says why that does no harm.
func work(ctx context.Context, d web.Deps) error {
	jobs, err := queue.Claim(ctx, d.DB, batch, lease)
	if err != nil {
		return err
	}
	for _, job := range jobs {
		if err := settle(ctx, d, job, do(ctx, d, job)); err != nil {
			return err
		}
	}
	return nil
}

func settle(ctx context.Context, d web.Deps, job queue.Job, failed error) error {
	if failed != nil {
		return queue.Fail(ctx, d.DB, job, failed)
	}
	return queue.Finish(ctx, d.DB, job)
}

// do is one job by its kind.
func do(ctx context.Context, d web.Deps, job queue.Job) error {
	switch job.Kind {
	// Twice sends a second link, which makes the first worthless.
	case adjusting.ForgottenJob:
		var by adjusting.ForgottenBy
		if err := json.Unmarshal(job.Payload, &by); err != nil {
			return fmt.Errorf("read whose password is lost: %w", err)
		}
		return adjusting.SendLink(ctx, d.DB, by)
	// Twice finds nothing left to claim.
	case recording.RestJob:
		var rest recording.RestOf
		if err := json.Unmarshal(job.Payload, &rest); err != nil {
			return fmt.Errorf("read whose purchases wait: %w", err)
		}
		return recording.ClaimRest(ctx, d.DB, recording.Deps{Programme: d.Programme, Keys: d.Keyring}, rest)
	}
	return fmt.Errorf("there is no job of the kind %q", job.Kind)
}
