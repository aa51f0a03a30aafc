-- admin.sql: what the administrator looks up in other rooms.

-- admin_producer(str code) -> producer_id?
SELECT id FROM pub_producer WHERE code = :code;

-- admin_producer_name(producer_id id) -> str?
SELECT name FROM pub_producer WHERE id = :id;

-- admin_count(int32_t role) -> int64_t
SELECT COUNT(*) AS count FROM account_role r JOIN account a ON a.id = r.account
 WHERE r.role = :role AND r.ended_at = 0 AND a.active = 1;

-- admin_schema() -> int64_t
SELECT COALESCE(MAX(number), 0) AS number FROM migration;
