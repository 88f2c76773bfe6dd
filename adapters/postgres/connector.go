package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"time"

	"github.com/lib/pq"

	"github.com/motcua/motcua/engine/store"
)

// Bounds of a session. Each is below the one after it: the server gives up
// first, and says so.
const (
	lockTimeout      = 2 * time.Second
	statementTimeout = 10 * time.Second
	readBound        = 15 * time.Second // without a byte from the server
	callBound        = 20 * time.Second // of a write whose caller has gone
	migrationBound   = 10 * time.Minute
)

// connector opens connections that never lose an outcome silently. The
// driver takes an end of file for a connection that did nothing, and
// database/sql then sends the statement a second time; and it waits for ever
// on a network that swallows packets.
type connector struct {
	inner *pq.Connector
	setup string // sent once on every new connection
	// check looks at a new connection before it is used; nil looks at nothing.
	check func(ctx context.Context, c driver.QueryerContext) error
}

// newConnector reads a URL. sslmode, unless it is given, is verify-full, and
// disable on this machine.
func newConnector(rawURL string, bound time.Duration, setup string) (*connector, error) {
	dsn, err := complete(rawURL)
	if err != nil {
		return nil, err
	}
	inner, err := pq.NewConnector(dsn)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrInvalid, err)
	}
	inner.Dialer(dialer{bound: bound})
	return &connector{inner: inner, setup: setup}, nil
}

// complete adds to a URL what every connection needs.
func complete(rawURL string) (string, error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return "", fmt.Errorf("%w: the address of the database begins with postgres://", store.ErrInvalid)
	}
	q := u.Query()
	q.Set("binary_parameters", "yes")
	q.Set("timezone", "UTC")
	if !q.Has("sslmode") {
		q.Set("sslmode", "verify-full")
		host := u.Hostname()
		if q.Has("host") {
			host = q.Get("host")
		}
		if ip := net.ParseIP(host); host == "" || host == "localhost" || host[0] == '/' || ip != nil && ip.IsLoopback() {
			q.Set("sslmode", "disable")
		}
	}
	if !q.Has("connect_timeout") {
		q.Set("connect_timeout", "5")
	}
	if !q.Has("application_name") {
		q.Set("application_name", "motcua")
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// Connect implements [driver.Connector].
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.inner.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.prepare(ctx, conn); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}

func (c *connector) prepare(ctx context.Context, conn driver.Conn) error {
	if c.setup != "" {
		if _, err := conn.(driver.ExecerContext).ExecContext(ctx, c.setup, nil); err != nil {
			return err
		}
	}
	if c.check != nil {
		return c.check(ctx, conn.(driver.QueryerContext))
	}
	return nil
}

// Driver implements [driver.Connector].
func (c *connector) Driver() driver.Driver { return c.inner.Driver() }

// dialer opens network connections that are never waited for without bound.
type dialer struct{ bound time.Duration }

// Dial implements [pq.Dialer].
func (d dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

// DialTimeout implements [pq.Dialer].
func (d dialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

// DialContext implements [pq.DialerContext].
func (d dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	var inner net.Dialer
	conn, err := inner.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &bounded{Conn: conn, bound: d.bound}, nil
}

// bounded is a network connection on which an answer must begin, and go on,
// within a bound; and whose end is an error like any other.
type bounded struct {
	net.Conn
	bound time.Duration
}

func (b *bounded) Write(p []byte) (int, error) {
	if err := b.SetDeadline(time.Now().Add(b.bound)); err != nil {
		return 0, err
	}
	return b.Conn.Write(p)
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.Conn.Read(p)
	if err == nil {
		return n, b.SetReadDeadline(time.Now().Add(b.bound)) // a long answer goes on
	}
	if errors.Is(err, io.EOF) {
		err = &net.OpError{Op: "read", Net: "tcp", Addr: b.RemoteAddr(), Err: io.ErrUnexpectedEOF}
	}
	return n, err
}
