-- news.sql: the public's news. What is not yet, or no longer, for the public is left out here.
-- columns news = id, code, title, summary, body, published_on, hidden, place_path, by_account, at, version
-- audited news = news

-- news_shown(date today, date day, int64_t id) -> struct news[] limit 21
SELECT {n:news} FROM news n
 WHERE n.hidden = 0 AND n.published_on <= :today
   AND (CAST(:id AS BIGINT) = 0 OR (n.published_on, n.id) < (:day, :id))
 ORDER BY n.published_on DESC, n.id DESC LIMIT 21;

-- news_all(str scope, date day, int64_t id) -> struct news[] limit 21
SELECT {n:news} FROM news n
 WHERE n.place_path LIKE :scope
   AND (CAST(:id AS BIGINT) = 0 OR (n.published_on, n.id) < (:day, :id))
 ORDER BY n.published_on DESC, n.id DESC LIMIT 21;

-- news_one(str code, date today) -> struct news
SELECT {n:news} FROM news n WHERE n.code = :code AND n.hidden = 0 AND n.published_on <= :today;

-- news_seen(str code, str scope) -> struct news
SELECT {n:news} FROM news n WHERE n.code = :code AND n.place_path LIKE :scope;

-- news_insert(struct news in) -> int64_t
INSERT INTO news (code, title, summary, body, published_on, hidden, place_path, by_account, at)
VALUES (:code, :title, :summary, :body, :published_on, :hidden, :place_path, COALESCE(:by_account, 0), :at) RETURNING id;

-- news_update(struct news in) -> one row or ERR_CONFLICT
UPDATE news SET title = :title, summary = :summary, body = :body, published_on = :published_on, hidden = :hidden,
    version = version + 1
 WHERE id = :id AND version = :version;
