package sqlite

// Every statement this adapter sends, apart from the pragmas of open.go and
// the migrations. A test explains each: all lead with the district (reference
// tables have none) and all use an index. Parameters are numbered: ?1 is the
// district wherever there is one.
const (
	sqlTables  = `select name from sqlite_schema where type = 'table' order by name`
	sqlVersion = `select coalesce(max(version_id), 0) from goose_db_version where is_applied`

	sqlDistrict = `select district_id, name, log_size, register_size, register_at, last_at, fence, lease_owner, lease_until
		from district where name = ?1`
	sqlDistricts = `select district_id, name, log_size, register_size, register_at, last_at, fence, lease_owner, lease_until
		from district order by name`
	sqlNewDistrict  = `insert into district (name) values (?1)`
	sqlGrowLog      = `update district set log_size = ?2, last_at = ?3 where district_id = ?1`
	sqlGrowRegister = `update district set register_size = ?2, register_at = ?3, last_at = ?3 where district_id = ?1`
	sqlTakeLease    = `update district set fence = ?2, lease_owner = ?3, lease_until = ?4 where district_id = ?1`

	sqlRegisterBefore = `select position from register where district_id = ?1 and at < ?2 order by position desc limit 1`
	sqlRegisterPage   = `select position, at, kind, hash, bytes from register
		where district_id = ?1 and position > ?2 order by position limit ?3`
	sqlNewRegister = `insert into register (district_id, position, at, kind, hash, bytes) values (?1, ?2, ?3, ?4, ?5, ?6)`

	sqlSeq  = `select seq from cases where district_id = ?1 and case_id = ?2`
	sqlCase = `select case_id, seq, at, procedure, identity, state, outcome, unit, role, officer, follows, wake_at, codec, doc
		from cases where district_id = ?1 and case_id = ?2`
	sqlCases = `select case_id, seq, at, procedure, identity, state, outcome, unit, role, officer, follows, wake_at, codec, doc
		from cases where district_id = ?1 and case_id > ?2
		and (?4 = '' or procedure = ?4) and (?5 = '' or state = ?5) and (?6 = '' or officer = ?6)
		and (?7 = 0 or (outcome <> '') = (?7 = 2)) order by case_id limit ?3`
	sqlCasesOfUnit = `select case_id, seq, at, procedure, identity, state, outcome, unit, role, officer, follows, wake_at, codec, doc
		from cases where district_id = ?1 and unit = ?8 and case_id > ?2
		and (?4 = '' or procedure = ?4) and (?5 = '' or state = ?5) and (?6 = '' or officer = ?6)
		and (?7 = 0 or (outcome <> '') = (?7 = 2)) order by case_id limit ?3`
	sqlFollowers  = `select case_id from cases where district_id = ?1 and follows = ?2 order by case_id`
	sqlUpdateCase = `update cases set seq = ?3, at = ?4, procedure = ?5, identity = ?6, state = ?7, outcome = ?8,
		unit = ?9, role = ?10, officer = ?11, follows = ?12, wake_at = ?13,
		sweep_at = case when sweep_at > ?4 then coalesce(min(sweep_at, ?14), sweep_at) else ?14 end, codec = ?15, doc = ?16
		where district_id = ?1 and case_id = ?2 and seq = ?17`
	sqlNewCase = `insert into cases (district_id, case_id, seq, at, procedure, identity, state, outcome,
		unit, role, officer, follows, wake_at, sweep_at, codec, doc)
		values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) on conflict do nothing`

	sqlDue = `select case_id, seq, at, wake_at, sweep_at from cases
		where district_id = ?1 and (sweep_at, case_id) > (?2, ?3) and sweep_at <= ?4
		order by sweep_at, case_id limit ?5`
	sqlNextSweep = `select sweep_at from cases where district_id = ?1 and sweep_at >= ?2 and (sweep_at, case_id) > (?2, ?3)
		order by sweep_at, case_id limit 1`
	sqlMoveSweep = `update cases set sweep_at = max(wake_at, at) where district_id = ?1 and case_id = ?2 and seq = ?3`

	sqlJournal = `select case_id, seq, position, at, kind, register, command_id, digest, hash, bytes from journal
		where district_id = ?1 and case_id = ?2 and seq > ?3 order by seq limit ?4`
	sqlLog = `select case_id, seq, position, at, kind, register, command_id, digest, hash, bytes from journal
		where district_id = ?1 and position > ?2 order by position limit ?3`
	sqlCommand = `select case_id, seq, position, at, kind, register, command_id, digest, hash, bytes from journal
		where district_id = ?1 and command_id = ?2`
	sqlNewEntry = `insert into journal (district_id, case_id, seq, position, at, kind, register, command_id, digest, hash, bytes)
		values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)`

	sqlNewCommitted = `insert into committed (district_id, position, at) values (?1, ?2, ?3)`
	sqlCommitted    = `select at from committed where district_id = ?1 and position >= ?2 order by position limit 1`

	sqlNewPrivate = `insert into private (district_id, case_id, seq, name, salt, value) values (?1, ?2, ?3, ?4, ?5, ?6)`
	sqlPrivate    = `select seq, name, salt, value from private where district_id = ?1 and case_id = ?2 order by seq, name`
	sqlErase      = `delete from private where district_id = ?1 and case_id = ?2`
	sqlEraseName  = `delete from private where district_id = ?1 and case_id = ?2 and name = ?3`

	sqlReader    = `select position from reader where district_id = ?1 and reader = ?2`
	sqlNewReader = `insert into reader (district_id, reader, position) values (?1, ?2, ?3) on conflict do nothing`
	sqlSetReader = `update reader set position = ?3 where district_id = ?1 and reader = ?2 and position = ?4`

	sqlNewDefinition = `insert into definition (procedure, version, identity, wording, source)
		values (?1, ?2, ?3, ?4, ?5) on conflict do nothing`
	sqlDefinition = `select procedure, version, identity, wording, source from definition
		where identity = ?1 order by number desc limit 1`
	sqlDefinitions = `select procedure, version, identity, wording, source from definition order by number`

	// What no read meets, for an audit: they scan.
	sqlStrayRegister = `select district_id, x'' as case_id, position as seq from register
		where district_id not in (select district_id from district) order by district_id, position limit 1`
	sqlStrayCases = `select district_id, case_id, seq from cases
		where district_id not in (select district_id from district) order by district_id, case_id limit 1`
	sqlStrayJournal = `select district_id, case_id, seq from journal
		where district_id not in (select district_id from district) order by district_id, case_id, seq limit 1`
	sqlStrayPrivate = `select district_id, case_id, seq from private p where not exists (select 1 from journal j
		where j.district_id = p.district_id and j.case_id = p.case_id and j.seq = p.seq)
		or district_id not in (select district_id from district) order by district_id, case_id, seq limit 1`
	sqlStrayInstant = `select district_id, x'' as case_id, 0 as seq from district d where register_at is not (select at from register r
		where r.district_id = d.district_id order by position desc limit 1) order by district_id limit 1`
	sqlStrayDefinition = `select missing as district_id, x'' as case_id, 0 as seq
		from (select max(number) - count(number) as missing, min(number) as least from definition) where missing <> 0 or least <> 1`

	sqlClock     = `select now from clock where one = 1`
	sqlNewClock  = `insert into clock (one) values (1) on conflict do nothing`
	sqlLiftClock = `update clock set now = ?1 where one = 1 and (now is null or now < ?1)`
)
