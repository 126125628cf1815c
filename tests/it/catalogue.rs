//! Every column of every table is declared: sealed in the catalogue, or in clear with the reason.
use crate::house::{House, run};
use cloister::catalogue::{Field, HELD, IN_CLEAR};
use cloister::db::Conn;
use diesel::prelude::*;
use std::collections::BTreeSet;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = diesel::sql_types::Text)]
    table_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    column_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    kind: String,
}

const SQLITE: &str = "SELECT m.name AS table_name, p.name AS column_name, p.type AS kind
    FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'";
const POSTGRES: &str = "SELECT c.table_name::text, c.column_name::text, c.data_type::text AS kind
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.table_name NOT LIKE '\\_\\_%'";

#[expect(clippy::disallowed_methods, reason = "asks the database what its tables are")]
fn columns(conn: &mut Conn) -> Vec<Column> {
    match conn {
        Conn::Sqlite(c) => diesel::sql_query(SQLITE).load(c),
        Conn::Postgres(c) => diesel::sql_query(POSTGRES).load(&mut **c),
    }
    .expect("the database knows its tables")
}

fn undeclared(columns: &[(String, String)]) -> Vec<String> {
    let declared: BTreeSet<(&str, &str)> = Field::ALL
        .iter()
        .map(|field| (field.spec().table, field.spec().column))
        .chain(IN_CLEAR.iter().flat_map(|(table, columns, _)| columns.iter().map(|column| (*table, *column))))
        .collect();
    let missing = columns.iter().filter(|(table, column)| !declared.contains(&(table.as_str(), column.as_str())));
    missing.map(|(table, column)| format!("{table}.{column}")).collect()
}

#[test]
fn every_column_is_declared_in_the_catalogue() {
    run(async {
        let house = House::open().await;
        let columns = house.look(|l| Ok(columns(l.conn()))).await;
        assert!(columns.len() > 100, "the question was not understood: {}", columns.len());
        let mut pairs: Vec<(String, String)> =
            columns.iter().map(|column| (column.table_name.clone(), column.column_name.clone())).collect();
        assert_eq!(undeclared(&pairs), Vec::<String>::new());
        pairs.push(("people".into(), "shoe_size".into()));
        assert_eq!(undeclared(&pairs), ["people.shoe_size"], "an undeclared column fails");
        for field in Field::ALL {
            let spec = field.spec();
            let found = columns.iter().find(|c| c.table_name == spec.table && c.column_name == spec.column);
            let kind = found.map(|column| column.kind.to_lowercase()).unwrap_or_default();
            assert!(
                ["blob", "bytea"].contains(&kind.as_str()),
                "{}.{} is sealed, so it holds bytes",
                spec.table,
                spec.column
            );
        }
    });
}

/// Tables whose rows name a person or a company and that no erasure knows.
fn unheld(columns: &[(String, String)]) -> Vec<String> {
    let theirs = |column: &str| ["person_id", "company_id"].contains(&column);
    let known = |table: &str| HELD.iter().any(|held| held.table == table);
    let missing = columns.iter().filter(|(table, column)| theirs(column) && !known(table));
    missing.map(|(table, column)| format!("{table}.{column}")).collect()
}

#[test]
fn every_table_with_rows_of_people_is_known_to_an_erasure() {
    run(async {
        let house = House::open().await;
        let columns = house.look(|l| Ok(columns(l.conn()))).await;
        let mut pairs: Vec<(String, String)> =
            columns.iter().map(|column| (column.table_name.clone(), column.column_name.clone())).collect();
        assert_eq!(unheld(&pairs), Vec::<String>::new());
        for held in HELD {
            let has =
                |column: &str| pairs.iter().any(|pair| (pair.0.as_str(), pair.1.as_str()) == (held.table, column));
            assert!(has(held.row.column()), "{held:?}");
            assert!(held.person.is_none_or(has) && held.company.is_none_or(has), "{held:?}");
            assert!(held.person.is_some() || held.company.is_some(), "{held:?}");
        }
        // Whatever is sealed belongs to somebody who can be erased, or to an owner with an end of their own.
        let own_end = [
            "staff",
            "imports",
            "requests",
            "request_identities",
            "request_letters",
            "request_packages",
            "parties",
            "certificates",
            "controller",
            "breaches",
        ];
        for field in Field::ALL {
            let table = field.spec().table;
            assert!(own_end.contains(&table) || HELD.iter().any(|held| held.table == table), "{table}");
        }
        pairs.push(("loyalty_cards".into(), "person_id".into()));
        assert_eq!(unheld(&pairs), ["loyalty_cards.person_id"], "a table that no erasure knows fails");
    });
}

#[test]
fn no_column_is_declared_twice() {
    let mut seen = BTreeSet::new();
    for field in Field::ALL {
        assert!(seen.insert((field.spec().table, field.spec().column)), "{field:?}");
    }
    for (table, columns, why) in IN_CLEAR {
        assert!(!why.is_empty());
        for column in *columns {
            assert!(seen.insert((*table, *column)), "{table}.{column}");
        }
    }
}

/// What the register says of a term is derived from the span that the job counts by: there is no second truth to drift.
#[test]
fn the_words_of_every_term_hold_the_number_that_the_job_counts_by() {
    use cloister::kept::{self, Kept};
    for field in Field::ALL {
        let kept = field.spec().kept;
        let words = kept.words();
        assert!(!words.is_empty(), "{field:?}");
        if let Some(span) = kept.span() {
            let length = span.length();
            let counted = [format!("{length} "), format!("{} year", length / 12), "24 hours".to_owned()];
            assert!(counted.iter().any(|counted| words.contains(counted)), "{field:?}: {words}");
        }
    }
    let relation = Kept::Relation.words();
    assert!(relation.contains(&format!("{} months", kept::CUSTOMER.length())), "{relation}");
    assert!(relation.contains(&format!("{} years", kept::PROSPECT.length() / 12)), "{relation}");
}
