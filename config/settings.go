package config

// Field describes one environment variable.
type Field struct{ Name, Default, Meaning string }

type setting struct {
	Field
	set func(*Config, string) error
}

// Fields lists every variable in the order of the README's table.
func Fields() []Field {
	var fields []Field
	for _, s := range settings() {
		fields = append(fields, s.Field)
	}
	return fields
}

func settings() []setting {
	return []setting{
		{Field{"LISTEN", "127.0.0.1:3000", "Address and port to serve on."}, setListen},
		{Field{"BASE_URL", "http://localhost:3000", "Address that visitors use; links in mails begin with it. Behind a proxy: https://club.example.com."}, setBaseURL},
		{Field{"DATABASE_URL", "", "Your own PostgreSQL 15 or later: postgres://user:password@host/database. Empty: a private one in DATA_DIR. Behind PgBouncer add binary_parameters=yes."}, setDatabaseURL},
		{Field{"DATABASE_OWNER_URL", "", "A direct connection to the same database as its owner, for migrations. Empty: DATABASE_URL."}, setDatabaseOwnerURL},
		{Field{"DATA_DIR", "var", "Directory of the private PostgreSQL, uploads and the secret."}, setDataDir},
		{Field{"SECRET", "", "Master secret, 32 characters or more; the same on all instances. Empty: DATA_DIR/secret, made at the first start."}, setSecret},
		{Field{"SMTP_URL", "", "Mail server: smtp://user:password@host:587 or smtps://…:465. Empty: mails stay in the outbox."}, setSMTPURL},
		{Field{"MAIL_FROM", "Fealty <club@localhost>", "Sender of the mails."}, setMailFrom},
		{Field{"SMS_URL", "", "SMS provider: the https address to post to. Empty: SMS stay in the outbox. May hold {to}, {text}, {from} and {id}."}, setSMSURL},
		{Field{"SMS_TOKEN", "", "Secret of the SMS provider, put where SMS_HEADER has {token}."}, setSMSToken},
		{Field{"SMS_FROM", "", "Sender of the SMS: a number, or up to 11 letters and digits."}, setSMSFrom},
		{Field{"SMS_HEADER", "Authorization: Bearer {token}", "Header by which the SMS provider knows us, as X-Api-Key: {token}."}, setSMSHeader},
		{Field{"SMS_BODY", `{"from":"{from}","to":"{to}","text":"{text}","id":"{id}"}`, "What is posted for an SMS: JSON, or a form as to={to}&message={text}."}, setSMSBody},
		{Field{"METRICS_TOKEN", "", "Bearer token for /metrics, 16 characters or more. Empty: /metrics is closed."}, setMetricsToken},
		{Field{"TRUSTED_PROXIES", "", "Addresses or networks of your reverse proxies, with commas between; only they may say who the visitor is."}, setTrustedProxies},
		{Field{"LOG_LEVEL", "info", "debug, info, warn or error."}, setLogLevel},
		{Field{"CLUB_NAME", "Fealty", "Name of the club in a fresh database."}, setClubName},
		{Field{"CLUB_LANGUAGE", "en", "First language of a fresh database: en, nb, pl, hu or zh-Hant."}, setClubLanguage},
		{Field{"CURRENCY", "EUR", "Currency of a fresh database, three letters."}, setCurrency},
		{Field{"TIME_ZONE", "UTC", "Time zone of a fresh database, as Europe/Oslo."}, setTimeZone},
	}
}
