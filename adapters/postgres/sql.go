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
		union all select 'planner settings of a role', coalesce((select string_agg(c, ', ') from pg_db_role_setting s, unnest(s.setconfig) c
			where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
			and s.setrole in (0, (select oid from pg_roles where rolname = current_user), (select oid from pg_roles where rolname = session_user))
			and (c like 'plan_cache_mode=%' or c like 'enable\_%')), 'none')
		union all select 'settings of ' || t, (select string_agg(o, ', ' order by o) from pg_class, unnest(reloptions) o where oid = to_regclass(t))
			from unnest(array['motcua.cases', 'motcua.journal', 'motcua.district']) t
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
	sqlHealth    = `select o_what, o_since, o_holds, o_now, o_seen from motcua.health_v1()`
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

	sqlDue = `select case_id, seq, wake_at, sweep_at from motcua.cases
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

	sqlCommit = `select o_kind, o_seq, o_position, o_register
		from motcua.commit_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
			$20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34)`
	sqlReplays = `select u.n, j.case_id, j.seq, j.position, j.at, j.kind, j.register, j.command_id, j.digest, j.hash, j.bytes
		from unnest($1::bigint[], $2::uuid[]) with ordinality u (district_id, command_id, n) cross join lateral (
			select k.case_id, k.seq, k.position, k.at, k.kind, k.register, k.command_id, k.digest, k.hash, k.bytes
			from motcua.journal k where k.district_id = u.district_id and k.command_id = u.command_id limit 1) j`
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

	// What no read meets, for an audit. Districts are found by leaps from one to
	// the next, not by reading every key.
	sqlStrayRegister = `with recursive t (id) as (
			(select k.district_id from motcua.register k order by k.district_id limit 1) union all
			select (select k.district_id from motcua.register k where k.district_id > t.id order by k.district_id limit 1) from t where t.id is not null)
		select t.id as district_id, x.case_id, x.seq from t cross join lateral (
			select null::uuid as case_id, k.position as seq from motcua.register k where k.district_id = t.id order by k.position limit 1) x
		where not exists (select from motcua.district d where d.district_id = t.id) order by t.id limit 1`
	sqlStrayCases = `with recursive t (id) as (
			(select k.district_id from motcua.cases k order by k.district_id limit 1) union all
			select (select k.district_id from motcua.cases k where k.district_id > t.id order by k.district_id limit 1) from t where t.id is not null)
		select t.id as district_id, x.case_id, x.seq from t cross join lateral (
			select k.case_id as case_id, k.seq as seq from motcua.cases k where k.district_id = t.id order by k.case_id limit 1) x
		where not exists (select from motcua.district d where d.district_id = t.id) order by t.id limit 1`
	sqlStrayJournal = `with recursive t (id) as (
			(select k.district_id from motcua.journal k order by k.district_id limit 1) union all
			select (select k.district_id from motcua.journal k where k.district_id > t.id order by k.district_id limit 1) from t where t.id is not null)
		select t.id as district_id, x.case_id, x.seq from t cross join lateral (
			select k.case_id as case_id, k.seq as seq from motcua.journal k where k.district_id = t.id order by k.case_id, k.seq limit 1) x
		where not exists (select from motcua.district d where d.district_id = t.id) order by t.id limit 1`
	sqlStrayPrivate = `with recursive t (id) as (
			(select k.district_id from motcua.private k order by k.district_id limit 1) union all
			select (select k.district_id from motcua.private k where k.district_id > t.id order by k.district_id limit 1) from t where t.id is not null)
		select t.id as district_id, x.case_id, x.seq from t cross join lateral (
			select k.case_id as case_id, k.seq as seq from motcua.private k where k.district_id = t.id order by k.case_id, k.seq, k.name limit 1) x
		where not exists (select from motcua.district d where d.district_id = t.id) order by t.id limit 1`
	sqlStrayCommitted = `with recursive t (id) as (
			(select k.district_id from motcua.committed k order by k.district_id limit 1) union all
			select (select k.district_id from motcua.committed k where k.district_id > t.id order by k.district_id limit 1) from t where t.id is not null)
		select t.id as district_id, x.case_id, x.seq from t cross join lateral (
			select null::uuid as case_id, k.position as seq from motcua.committed k where k.district_id = t.id order by k.position limit 1) x
		where not exists (select from motcua.district d where d.district_id = t.id) order by t.id limit 1`
	sqlStrayReader = `with recursive t (id) as (
			(select k.district_id from motcua.reader k order by k.district_id limit 1) union all
			select (select k.district_id from motcua.reader k where k.district_id > t.id order by k.district_id limit 1) from t where t.id is not null)
		select t.id as district_id, x.case_id, x.seq from t cross join lateral (
			select null::uuid as case_id, k.position as seq from motcua.reader k where k.district_id = t.id order by k.reader limit 1) x
		where not exists (select from motcua.district d where d.district_id = t.id) order by t.id limit 1`
	sqlOddDistricts = `select d.district_id, d.name, case
			when d.register_at is distinct from (select r.at from motcua.register r where r.district_id = d.district_id order by r.position desc limit 1)
				then 'register_at is not the instant of the last record'
			when nullif(d.log_size, 0) is distinct from (select c.position from motcua.committed c where c.district_id = d.district_id order by c.position desc limit 1)
				then 'the instant of the last commit is missing, or one lies beyond the log'
			when exists (select from motcua.committed c where c.district_id = d.district_id and c.position < 1)
				then 'the instant of a commit lies before the log'
			when exists (select from motcua.reader r where r.district_id = d.district_id and r.position not between 1 and greatest(d.log_size, d.register_size))
				then 'the cursor of a reader lies beyond log and register'
			when d.fence < 0 or (d.fence > 0) <> (d.lease_owner is not null) or (d.fence > 0) <> (d.lease_until is not null)
				then 'fence, lease_owner and lease_until do not fit each other'
			else '' end as why
		from motcua.district d order by d.district_id`
	sqlKeysOfCases = `select case_id, seq, '' as name, wake_at is null or coalesce(sweep_at <= greatest(wake_at, at), false) as sound
		from motcua.cases where district_id = $1 and case_id > $3 order by case_id limit $2`
	sqlKeysOfPrivate = `select case_id, seq, name, exists (select from motcua.journal j
			where j.district_id = p.district_id and j.case_id = p.case_id and j.seq = p.seq limit 1) as sound
		from motcua.private p where district_id = $1 and (case_id, seq, name) > ($3, $4, $5) order by case_id, seq, name limit $2`
	sqlOddDefinitions = `select abs(c.size - d.most) + abs(c.size - d.number) + case when d.least = 1 then 0 else d.number end
		from (select coalesce(sum(size), -1)::bigint as size from motcua.catalogue) c,
			(select coalesce(max(number), 0) as most, coalesce(min(number), 0) as least, count(number) as number from motcua.definition) d`
)
