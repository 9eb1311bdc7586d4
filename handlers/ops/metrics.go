package ops

import (
	"context"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"fealty/models/db"
)

// Meter measures requests, the pool of connections and what waits in the queues.
type Meter struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	status   func(error) int
}

// NewMeter makes the measures. Status tells which HTTP status answers an error.
func NewMeter(d *db.DB, version string, status func(error) int) *Meter {
	m := &Meter{registry: prometheus.NewRegistry(), status: status}
	m.requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "fealty_http_request_seconds", Help: "Time to answer a request.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"method", "route", "status"})
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "fealty_build_info", Help: "Always 1; the version is the label.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, build, pool{d}, backlog{d},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Watch stands before the routes and times them. The label is the route's pattern, never the address (R19).
func (m *Meter) Watch(c *fiber.Ctx) error {
	started := time.Now()
	err := c.Next()
	status := c.Response().StatusCode()
	if err != nil {
		status = m.status(err)
	}
	route := c.Route().Path
	if status == fiber.StatusNotFound {
		route = "unmatched"
	}
	m.requests.WithLabelValues(c.Method(), route, strconv.Itoa(status)).Observe(time.Since(started).Seconds())
	return err
}

// Handler shows the measures in Prometheus' text format.
func (m *Meter) Handler() fiber.Handler {
	return adaptor.HTTPHandler(promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Timeout: 10 * time.Second}))
}

// pool tells about the connections to PostgreSQL.
type pool struct{ db *db.DB }

var (
	connections = prometheus.NewDesc("fealty_db_connections", "Connections to PostgreSQL by state.", []string{"state"}, nil)
	waits       = prometheus.NewDesc("fealty_db_waits_total", "How often a request waited for a connection.", nil, nil)
	waited      = prometheus.NewDesc("fealty_db_wait_seconds_total", "How long requests waited for connections.", nil, nil)
	waiting     = prometheus.NewDesc("fealty_backlog", "What waits in the queues, by queue and state.", []string{"queue", "state"}, nil)
)

// Describe names the measures.
func (pool) Describe(out chan<- *prometheus.Desc) { out <- connections; out <- waits; out <- waited }

// Collect reads the pool.
func (p pool) Collect(out chan<- prometheus.Metric) {
	s := p.db.Stats()
	out <- prometheus.MustNewConstMetric(connections, prometheus.GaugeValue, float64(s.InUse), "used")
	out <- prometheus.MustNewConstMetric(connections, prometheus.GaugeValue, float64(s.Idle), "idle")
	out <- prometheus.MustNewConstMetric(waits, prometheus.CounterValue, float64(s.WaitCount))
	out <- prometheus.MustNewConstMetric(waited, prometheus.CounterValue, s.WaitDuration.Seconds())
}

// backlog counts what waits; a queue that can't be counted is left out, so that a scrape still tells the rest.
type backlog struct{ db *db.DB }

// Describe names the measure.
func (backlog) Describe(out chan<- *prometheus.Desc) { out <- waiting }

// Collect asks the queues' owners.
func (b backlog) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for queue, count := range queues() {
		states, err := count(ctx, b.db)
		if err != nil {
			continue
		}
		for state, n := range states {
			out <- prometheus.MustNewConstMetric(waiting, prometheus.GaugeValue, float64(n), queue, state)
		}
	}
}
