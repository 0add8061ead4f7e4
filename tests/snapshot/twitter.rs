//! What users see of the Twitter source, reviewed like code: its keys, its schemas, its start-up dump.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use kconnect::{Catalog, ConfigDef, Prop, Props, SourceTask, avro::Schema, data::RecordData};
use kconnect_twitter::{
    StatusDeletionNotice, StatusDeletionNoticeKey, StatusKey, TwitterSourceConnectorConfig, TwitterSourceTask,
};

type Records = <TwitterSourceTask as SourceTask>::Record;

#[test]
fn the_table_of_keys() {
    insta::assert_snapshot!(TwitterSourceConnectorConfig::definition().to_markdown());
}

#[test]
fn the_schemas() -> kconnect::Result<()> {
    insta::assert_snapshot!(
        Catalog::new()
            .record_set::<Records>()?
            .record::<StatusDeletionNotice>()?
            .record::<StatusDeletionNoticeKey>()?
    );
    Ok(())
}

#[test]
fn the_schema_of_the_key_under_a_namespace_of_the_user() -> kconnect::Result<()> {
    let schema = Schema::of(&<StatusKey as RecordData>::TYPE, Some("com.example"))?;
    insta::assert_snapshot!(schema.to_string());
    Ok(())
}

/// The file of the blog post, as `Properties` reads it.
fn blog() -> Props {
    let file = include_bytes!("../../connectors/twitter/config/twitter-source.properties");
    let properties = kconnect_worker::properties::Properties::parse("twitter-source.properties", file).unwrap();
    properties.into_map().into_iter().map(|(key, value)| (key, Prop::from(value))).collect()
}

#[test]
fn the_start_up_dump_of_the_blog_posts_file() {
    insta::assert_snapshot!(TwitterSourceConnectorConfig::validate(&blog()).dump(TwitterSourceConnectorConfig::NAME));
}

#[test]
fn the_problems_of_an_empty_file() {
    let problems = TwitterSourceConnectorConfig::validate(&Props::new());
    insta::assert_snapshot!(problems);
}

#[test]
fn the_answer_to_a_key_that_x_no_longer_serves() {
    let mut props = blog();
    props.insert("process.deletes".to_owned(), Prop::from("true"));
    insta::assert_snapshot!(TwitterSourceConnectorConfig::validate(&props));
}
