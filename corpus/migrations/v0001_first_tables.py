"""0001: the tables as they stood before the database knew its version. A home without a version is taken over as it is.

Every statement creates only what is missing, so that it also completes the tables of an older home.
"""

from corpus.migrating import run

revision = "0001"
down_revision = None

ARTICLES = (
    """CREATE TABLE IF NOT EXISTS articles (
        id TEXT PRIMARY KEY, source TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, published TEXT, office TEXT,
        language TEXT NOT NULL, author TEXT, category TEXT, location TEXT NOT NULL, published_from TEXT,
        event_date TEXT, content_hash TEXT NOT NULL, pages TEXT NOT NULL, text_hash TEXT NOT NULL,
        version INTEGER NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS articles_text_hash ON articles (text_hash)",
    """CREATE TABLE IF NOT EXISTS article_versions (
        article_id TEXT NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL, replaced_at TEXT NOT NULL,
        PRIMARY KEY (article_id, version))""",
    """CREATE TABLE IF NOT EXISTS article_addresses (
        location TEXT PRIMARY KEY, source TEXT NOT NULL, article_id TEXT NOT NULL, own_id TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS article_addresses_article ON article_addresses (article_id)",
    """CREATE TABLE IF NOT EXISTS article_bands (
        article_id TEXT NOT NULL, band INTEGER NOT NULL, signature TEXT NOT NULL, PRIMARY KEY (article_id, band))""",
    "CREATE INDEX IF NOT EXISTS article_bands_signature ON article_bands (band, signature)",
    """CREATE TABLE IF NOT EXISTS article_groups (
        article_id TEXT PRIMARY KEY, representative_id TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS article_groups_representative ON article_groups (representative_id)",
    """CREATE TABLE IF NOT EXISTS withdrawn_articles (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, source TEXT NOT NULL, withdrawn_at TEXT NOT NULL)""",
)
READING = (
    """CREATE TABLE IF NOT EXISTS synced_files (
        path TEXT PRIMARY KEY, folder TEXT NOT NULL, mtime_ns BIGINT NOT NULL, size BIGINT NOT NULL,
        content_hash TEXT NOT NULL, racy INTEGER NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS synced_files_folder ON synced_files (folder)",
    """CREATE TABLE IF NOT EXISTS synced_locations (
        path TEXT NOT NULL, location TEXT NOT NULL, PRIMARY KEY (path, location))""",
    """CREATE TABLE IF NOT EXISTS crawl (
        start TEXT NOT NULL, url TEXT NOT NULL, position INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (start, url))""",
    "CREATE TABLE IF NOT EXISTS fetched (url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT)",
)
ANSWERS = (
    """CREATE TABLE IF NOT EXISTS answers (
        id VARCHAR(64) PRIMARY KEY, asked_at VARCHAR(32) NOT NULL, question TEXT NOT NULL, refused INTEGER NOT NULL,
        composer TEXT NOT NULL, generation TEXT NOT NULL, elapsed_ms DOUBLE PRECISION NOT NULL, scores TEXT NOT NULL,
        body TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS answers_by_time ON answers (asked_at, id)",
    "CREATE INDEX IF NOT EXISTS answers_by_refusal ON answers (refused, asked_at, id)",
    """CREATE TABLE IF NOT EXISTS conversations (
        owner VARCHAR(80) NOT NULL, id VARCHAR(80) NOT NULL, title VARCHAR(200) NOT NULL,
        created_at VARCHAR(32) NOT NULL, updated_at VARCHAR(32) NOT NULL, PRIMARY KEY (owner, id))""",
    """CREATE TABLE IF NOT EXISTS conversation_turns (
        owner VARCHAR(80) NOT NULL, conversation_id VARCHAR(80) NOT NULL, position INTEGER NOT NULL,
        answer_id VARCHAR(80) NOT NULL, asked_at VARCHAR(32) NOT NULL, answer TEXT NOT NULL, words TEXT NOT NULL,
        PRIMARY KEY (owner, conversation_id, position))""",
    "CREATE INDEX IF NOT EXISTS conversation_turns_by_answer ON conversation_turns (answer_id)",
    "CREATE INDEX IF NOT EXISTS conversations_by_age ON conversations (owner, updated_at)",
    """CREATE TABLE IF NOT EXISTS feedback (
        answer_id VARCHAR(80) NOT NULL, owner VARCHAR(80) NOT NULL, rating VARCHAR(8) NOT NULL,
        comment TEXT NOT NULL, given_at VARCHAR(32) NOT NULL, PRIMARY KEY (answer_id, owner))""",
)
PEOPLE = (
    """CREATE TABLE IF NOT EXISTS people (
        name VARCHAR(80) PRIMARY KEY, role VARCHAR(20) NOT NULL, password_hash VARCHAR(200) NOT NULL,
        created_at VARCHAR(32) NOT NULL, failures INTEGER NOT NULL, locked_until VARCHAR(32) NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS person_sessions (
        hash VARCHAR(64) PRIMARY KEY, name VARCHAR(80) NOT NULL, expires_at VARCHAR(40) NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS api_keys (
        id VARCHAR(16) PRIMARY KEY, hash VARCHAR(64) NOT NULL, name VARCHAR(80) NOT NULL, label VARCHAR(80) NOT NULL,
        scopes VARCHAR(80) NOT NULL, created_at VARCHAR(40) NOT NULL, used_at VARCHAR(40) NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS api_keys_by_hash ON api_keys (hash)",
    """CREATE TABLE IF NOT EXISTS oidc_pending (
        hash VARCHAR(64) PRIMARY KEY, nonce VARCHAR(64) NOT NULL, verifier VARCHAR(128) NOT NULL,
        back VARCHAR(2000) NOT NULL, expires_at VARCHAR(40) NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS oidc_identities (
        issuer VARCHAR(400) NOT NULL, subject VARCHAR(255) NOT NULL, name VARCHAR(80) NOT NULL,
        PRIMARY KEY (issuer, subject))""",
    """CREATE TABLE IF NOT EXISTS build_jobs (
        id VARCHAR(16) PRIMARY KEY, label VARCHAR(200) NOT NULL, stage VARCHAR(40) NOT NULL, done INTEGER NOT NULL,
        total INTEGER NOT NULL, started_at VARCHAR(40) NOT NULL, stage_began_at VARCHAR(40) NOT NULL,
        seen_at VARCHAR(40) NOT NULL, outcome VARCHAR(20) NOT NULL, summary TEXT NOT NULL)""",
)


def upgrade() -> None:
    """Create what is missing."""
    run(*ARTICLES, *READING, *ANSWERS, *PEOPLE)
