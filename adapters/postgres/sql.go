package postgres

// Every statement this adapter sends, apart from the migrations. A test
// explains each: all lead with the district (reference tables have none) and
// all use an index. Parameters are numbered: $1 is the district wherever there
// is one.
const (
	sqlFacts = `select name, current_setting(name) from unnest(array['server_version_num', 'fsync', 'full_page_writes',
			'synchronous_commit', 'synchronous_standby_names', 'default_transaction_isolation', 'default_transaction_read_only',
			'TimeZone', 'server_encoding', 'max_prepared_transactions', 'autovacuum', 'track_counts', 'wal_compression']) name
		union all select name, setting from pg_settings where name in ('autovacuum_naptime', 'max_wal_size', 'checkpoint_timeout')
		union all select 'pg_is_in_recovery', pg_is_in_recovery()::text
		union all select 'superuser', rolsuper::text from pg_roles where rolname = current_user
		union all select 'bypassrls', rolbypassrls::text from pg_roles where rolname = current_user
		union all select 'citus', exists (select from pg_extension where extname = 'citus')::text
		union all select 'synchronous_commit of a role', coalesce((select min(substr(c, 20)) from pg_db_role_setting s, unnest(s.setconfig) c
			where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
			and s.setrole in (0, (select oid from pg_roles where rolname = current_user), (select oid from pg_roles where rolname = session_user))
			and c like 'synchronous_commit=%' and substr(c, 20) in ('off', 'local')), 'on')
		union all select 'clock', (extract(epoch from clock_timestamp()) * 1000000)::bigint::text`

	sqlSchema = `select pg_has_role(nspowner, 'usage') as owner, to_regclass('motcua.goose_db_version') is not null as begun,
			exists (select from pg_class c where c.relnamespace = n.oid) as used
		from pg_namespace n where nspname = 'motcua'`
	sqlMayCreate = `select has_database_privilege(current_database(), 'create')`
	sqlNewSchema = `create schema if not exists motcua`
	sqlVersion   = `select coalesce(max(version_id), 0) from motcua.goose_db_version where is_applied`
	sqlRole      = `set role motcua_app`
	sqlOwns      = `select pg_has_role(relowner, 'usage') from pg_class where oid = 'motcua.journal'::regclass`
	sqlTryUpdate = `update motcua.journal set seq = seq where false`
	sqlTryDelete = `delete from motcua.journal where false`
	sqlWall      = `select clock_timestamp()`

	sqlDistricts = `select name, log_size, register_size, last_at from motcua.district order by name`

	sqlRegisterPage = `select position, at, kind, hash, bytes from motcua.register
		where district_id = $1 and position > $2 order by position limit $3`
	sqlAppend = `select o_kind, o_size, o_at from motcua.append_v1($1, $2, $3, $4, $5, $6, $7)`

	sqlCase = `select case_id, seq, at, procedure, identity, state, outcome, unit, role, officer, follows, wake_at, codec, doc
		from motcua.cases where district_id = $1 and case_id = $2`
	sqlRows = `select u.n, c.case_id, c.seq, c.at, c.procedure, c.identity, c.state, c.outcome, c.unit, c.role, c.officer, c.follows, c.wake_at, c.codec, c.doc
		from unnest($1::bigint[], $2::uuid[]) with ordinality u (district_id, case_id, n) cross join lateral (
			select k.case_id, k.seq, k.at, k.procedure, k.identity, k.state, k.outcome, k.unit, k.role, k.officer, k.follows, k.wake_at, k.codec, k.doc
			from motcua.cases k where k.district_id = u.district_id and k.case_id = u.case_id limit 1) c`
	sqlCases = `select case_id, seq, at, procedure, identity, state, outcome, unit, role, officer, follows, wake_at, codec, doc
		from motcua.cases where district_id = $1 and case_id > $2
		and ($4 = '' or procedure = $4) and ($5 = '' or state = $5) and ($6 = '' or officer = $6)
		and ($7 = 0 or (outcome <> '') = ($7 = 2)) order by case_id limit $3`
	sqlCasesOfUnit = `select case_id, seq, at, procedure, identity, state, outcome, unit, role, officer, follows, wake_at, codec, doc
		from motcua.cases where district_id = $1 and unit = $8 and unit <> '' and case_id > $2
		and ($4 = '' or procedure = $4) and ($5 = '' or state = $5) and ($6 = '' or officer = $6)
		and ($7 = 0 or (outcome <> '') = ($7 = 2)) order by case_id limit $3`
	sqlFollowers = `select case_id from motcua.cases where district_id = $1 and follows = $2 order by case_id`

	sqlDue = `select case_id, seq, at, wake_at, sweep_at from motcua.cases
		where district_id = $1 and (sweep_at, case_id) > ($2, $3) and sweep_at <= $4
		order by sweep_at, case_id limit $5`
	sqlNextSweep = `select u.n, c.sweep_at from unnest($1::bigint[], $2::timestamptz[], $3::uuid[]) with ordinality u (district_id, after_at, after_id, n)
		cross join lateral (
			select k.sweep_at from motcua.cases k where k.district_id = u.district_id and k.sweep_at >= u.after_at and (k.sweep_at, k.case_id) > (u.after_at, u.after_id)
			order by k.sweep_at, k.case_id limit 1) c`
	sqlMoveSweep = `select motcua.sweep_v1($1, $2, $3)`

	sqlJournal = `select case_id, seq, position, at, kind, register, command_id, digest, hash, bytes from motcua.journal
		where district_id = $1 and case_id = $2 and seq > $3 order by seq limit $4`
	sqlLog = `select case_id, seq, position, at, kind, register, command_id, digest, hash, bytes from motcua.journal
		where district_id = $1 and position > $2 order by position limit $3`
	sqlCommand = `select case_id, seq, position, at, kind, register, command_id, digest, hash, bytes from motcua.journal
		where district_id = $1 and command_id = $2`
	sqlCommitted = `select at from motcua.committed where district_id = $1 and position >= $2 order by position limit 1`

	sqlCommit = `select o_change, o_kind, o_seq, o_position, o_register,
			f_case, f_seq, f_position, f_at, f_kind, f_register, f_command, f_digest, f_hash, f_bytes
		from motcua.commit_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
			$20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34)`
	sqlLock     = `select motcua.lock_v1($1)`
	sqlMark     = `savepoint one`
	sqlBackOut  = `rollback to savepoint one`
	sqlGoOn     = `release savepoint one`
	sqlPrivate  = `select seq, name, salt, value from motcua.private where district_id = $1 and case_id = $2 order by seq, name`
	sqlErase    = `select motcua.erase_v1($1, $2, $3)`
	sqlReader   = `select position from motcua.reader where district_id = $1 and reader = $2`
	sqlMoveRead = `select motcua.cursor_v1($1, $2, $3, $4)`
	sqlLease    = `select motcua.lease_v1($1, $2, $3)`

	sqlDefine     = `select motcua.define_v1($1, $2, $3, $4, $5)`
	sqlDefinition = `select procedure, version, identity, wording, source from motcua.definition
		where identity = $1 order by number desc limit 1`
	sqlDefinitions = `select procedure, version, identity, wording, source from motcua.definition order by number`

	sqlClock   = `select now from motcua.clock where one = 1`
	sqlAdvance = `select motcua.advance_v1($1)`
	sqlVirtual = `select motcua.virtual_v1()`
)
