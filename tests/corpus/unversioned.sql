-- A home's database as Tanya wrote it before it kept the schema's version: sqlite3's own dump.
CREATE TABLE answers (
        id VARCHAR(64) PRIMARY KEY, asked_at VARCHAR(32) NOT NULL, question TEXT NOT NULL, refused INTEGER NOT NULL,
        composer TEXT NOT NULL, generation TEXT NOT NULL, elapsed_ms DOUBLE PRECISION NOT NULL, scores TEXT NOT NULL,
        body TEXT NOT NULL);
INSERT INTO "answers" VALUES('a1','2026-11-26T17:18:08.592752+00:00','kapan pemilu?',0,'extractive','g1',12.5,'[]','{"id": "a1", "question": "kapan pemilu?", "standalone_question": "kapan pemilu?", "language": "id", "text": "14 Februari 2024 “…” [1]", "short_answer": "14 Februari 2024", "as_of": "2022-01-31", "refused": false, "reason": null, "confidence": 0.87, "citations": [{"number": 1, "article_id": "salatiga", "title": "CPNS Belajar", "office": "KPU Kota Salatiga", "source": "a.md", "published": "2021-06-16", "quote": "Pada 28 Februari.", "start": 3, "end": 20}], "superseded": [{"value": "28 Februari 2024", "as_of": "2021-06-16", "citation": {"number": 1, "article_id": "jateng", "title": "CPNS Belajar", "office": "KPU Kota Salatiga", "source": "a.md", "published": "2021-06-16", "quote": "Pada 28 Februari.", "start": 3, "end": 20}}], "conflicts": [], "passages": [], "composer": "extractive", "generation": "g1", "notes": [], "timings_ms": {"search": 3.0, "total": 12.5}}');
CREATE TABLE api_keys (
        id VARCHAR(16) PRIMARY KEY, hash VARCHAR(64) NOT NULL, name VARCHAR(80) NOT NULL, label VARCHAR(80) NOT NULL,
        scopes VARCHAR(80) NOT NULL, created_at VARCHAR(40) NOT NULL, used_at VARCHAR(40) NOT NULL);
CREATE TABLE article_addresses (
        location TEXT PRIMARY KEY, source TEXT NOT NULL, article_id TEXT NOT NULL, own_id TEXT NOT NULL);
INSERT INTO "article_addresses" VALUES('salatiga.md#salatiga','salatiga.md','salatiga','salatiga');
INSERT INTO "article_addresses" VALUES('sikka.md#sikka','sikka.md','sikka','sikka');
CREATE TABLE article_bands (
        article_id TEXT NOT NULL, band INTEGER NOT NULL, signature TEXT NOT NULL, PRIMARY KEY (article_id, band));
INSERT INTO "article_bands" VALUES('sikka',0,'2f282c6f-24a45453-1a5afe4a-3c6e2a40');
INSERT INTO "article_bands" VALUES('sikka',1,'606e9f2f-17f08743-184c09d1-32c0df71');
CREATE TABLE article_groups (
        article_id TEXT PRIMARY KEY, representative_id TEXT NOT NULL);
CREATE TABLE article_versions (
        article_id TEXT NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL, replaced_at TEXT NOT NULL,
        PRIMARY KEY (article_id, version));
INSERT INTO "article_versions" VALUES('salatiga',1,'{"id": "salatiga", "source": "salatiga.md", "title": "Rapat pleno Salatiga", "text": "Rapat pleno digelar 15 Oktober 2020.", "published": "2020-10-16", "office": "KPU Kota Salatiga", "language": "id", "author": null, "category": null, "location": "", "published_from": null, "event_date": null, "content_hash": "60ac001b23a2d3e710780aa44399abdacb8fbf436982f4f94a0f9912af1caebf", "pages": []}','2026-11-26T17:18:08+00:00');
CREATE TABLE articles (
        id TEXT PRIMARY KEY, source TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, published TEXT, office TEXT,
        language TEXT NOT NULL, author TEXT, category TEXT, location TEXT NOT NULL, published_from TEXT,
        event_date TEXT, content_hash TEXT NOT NULL, pages TEXT NOT NULL, text_hash TEXT NOT NULL,
        version INTEGER NOT NULL);
INSERT INTO "articles" VALUES('salatiga','salatiga.md','Rapat pleno Salatiga','Rapat pleno digelar 16 Oktober 2020.','2020-10-16','KPU Kota Salatiga','id',NULL,NULL,'',NULL,NULL,'ab93c7962e2f60f03ad04826d3f243d455d3ed609bc95e73c1d0621f5b716ca9','','8053217188d51269a4b931f810cc9a32da18d81821fa8a0782b6ff1dc507adea',2);
INSERT INTO "articles" VALUES('sikka','sikka.md','Gudang Sikka','Gudang menyimpan 4.120 kotak suara.','2024-01-03','KPU Kabupaten Sikka','id',NULL,NULL,'',NULL,NULL,'429d43b18a6a2937a12eb8248d6c33f741f978a1c7d41a0993ff9a91909c1bbc','','2b1f385535bc47d65ec79cce492fcdb97693daa814e5c492db096877d644d5f0',1);
CREATE TABLE build_jobs (
        id VARCHAR(16) PRIMARY KEY, label VARCHAR(200) NOT NULL, stage VARCHAR(40) NOT NULL, done INTEGER NOT NULL,
        total INTEGER NOT NULL, started_at VARCHAR(40) NOT NULL, stage_began_at VARCHAR(40) NOT NULL,
        seen_at VARCHAR(40) NOT NULL, outcome VARCHAR(20) NOT NULL, summary TEXT NOT NULL);
CREATE TABLE conversation_turns (
        owner VARCHAR(80) NOT NULL, conversation_id VARCHAR(80) NOT NULL, position INTEGER NOT NULL,
        answer_id VARCHAR(80) NOT NULL, asked_at VARCHAR(32) NOT NULL, answer TEXT NOT NULL, words TEXT NOT NULL,
        PRIMARY KEY (owner, conversation_id, position));
INSERT INTO "conversation_turns" VALUES('local','c1',1,'a1','2026-11-26T17:18:08.595226+00:00','{"id": "a1", "question": "kapan pemilu?", "standalone_question": "kapan pemilu?", "language": "id", "text": "14 Februari 2024 “…” [1]", "short_answer": "14 Februari 2024", "as_of": "2022-01-31", "refused": false, "reason": null, "confidence": 0.87, "citations": [{"number": 1, "article_id": "salatiga", "title": "CPNS Belajar", "office": "KPU Kota Salatiga", "source": "a.md", "published": "2021-06-16", "quote": "Pada 28 Februari.", "start": 3, "end": 20}], "superseded": [{"value": "28 Februari 2024", "as_of": "2021-06-16", "citation": {"number": 1, "article_id": "jateng", "title": "CPNS Belajar", "office": "KPU Kota Salatiga", "source": "a.md", "published": "2021-06-16", "quote": "Pada 28 Februari.", "start": 3, "end": 20}}], "conflicts": [], "passages": [], "composer": "extractive", "generation": "g1", "notes": [], "timings_ms": {"search": 3.0, "total": 12.5}}','kapan pemilu?
14 februari 2024
14 februari 2024 “…” [1]
pada 28 februari.
28 februari 2024');
CREATE TABLE conversations (
        owner VARCHAR(80) NOT NULL, id VARCHAR(80) NOT NULL, title VARCHAR(200) NOT NULL,
        created_at VARCHAR(32) NOT NULL, updated_at VARCHAR(32) NOT NULL, PRIMARY KEY (owner, id));
INSERT INTO "conversations" VALUES('local','c1','kapan pemilu?','2026-11-26T17:18:08.595226+00:00','2026-11-26T17:18:08.595226+00:00');
CREATE TABLE feedback (
        answer_id VARCHAR(80) NOT NULL, owner VARCHAR(80) NOT NULL, rating VARCHAR(8) NOT NULL,
        comment TEXT NOT NULL, given_at VARCHAR(32) NOT NULL, PRIMARY KEY (answer_id, owner));
CREATE TABLE people (
        name VARCHAR(80) PRIMARY KEY, role VARCHAR(20) NOT NULL, password_hash VARCHAR(200) NOT NULL,
        created_at VARCHAR(32) NOT NULL, failures INTEGER NOT NULL, locked_until VARCHAR(32) NOT NULL);
INSERT INTO "people" VALUES('rina','editor','$argon2id$v=19$m=65536,t=3,p=4$RafbX41hGi04+a8oYAAUAA$ysRxeLX9GUDCMktM/M+epyKNbqLqfj43ozH/wi/E1E8','2026-11-26T17:18:09+00:00',0,'');
CREATE TABLE person_sessions (
        hash VARCHAR(64) PRIMARY KEY, name VARCHAR(80) NOT NULL, expires_at VARCHAR(40) NOT NULL);
CREATE TABLE withdrawn_articles (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, source TEXT NOT NULL, withdrawn_at TEXT NOT NULL);
CREATE INDEX api_keys_by_hash ON api_keys (hash);
CREATE INDEX answers_by_time ON answers (asked_at, id);
CREATE INDEX answers_by_refusal ON answers (refused, asked_at, id);
CREATE INDEX conversation_turns_by_answer ON conversation_turns (answer_id);
CREATE INDEX conversations_by_age ON conversations (owner, updated_at);
CREATE INDEX articles_text_hash ON articles (text_hash);
CREATE INDEX article_addresses_article ON article_addresses (article_id);
CREATE INDEX article_bands_signature ON article_bands (band, signature);
CREATE INDEX article_groups_representative ON article_groups (representative_id);
