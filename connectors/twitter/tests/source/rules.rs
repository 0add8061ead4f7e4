//! The rules that X has when the stream is open.

use kconnect::{ErrorKind, Props};
use kconnect_x_api::{Posts, XApi};

use crate::support::{Record, Worker, properties, with};

/// Value and tag of every rule that X has.
fn rules(x: &XApi) -> Vec<(String, String)> {
    x.control().rules().into_iter().map(|rule| (rule.value, rule.tag.unwrap_or_default())).collect()
}

fn rule(value: &str, tag: &str) -> (String, String) {
    (value.to_owned(), tag.to_owned())
}

/// Runs the task until its stream is open.
async fn run(props: Props, x: &XApi) {
    let before = x.control().connects();
    let worker = Worker::start(props).await;
    x.control().wait_connects(before + 1).await;
    worker.stop().await;
}

#[tokio::test]
async fn each_keyword_is_one_rule_however_often_the_task_starts() {
    let x = XApi::builder().posts(Posts::numbered(1)).start().await.unwrap();
    for _ in 0..2 {
        run(properties(&x), &x).await;
        let expected = ["kafka", "olympics", "san jose"].map(|keyword| rule(keyword, &format!("kconnect:{keyword}")));
        assert_eq!(rules(&x), expected);
    }
    let changes = x
        .control()
        .requests()
        .iter()
        .filter(|request| request.method == "POST" && request.path.ends_with("/rules"))
        .count();
    assert_eq!(changes, 1);
}

#[tokio::test]
async fn keywords_that_are_gone_lose_their_rules_and_other_programs_keep_theirs() {
    let x = XApi::builder().posts(Posts::numbered(1)).start().await.unwrap();
    x.control().add_rule("cats has:images", Some("theirs")).unwrap();
    x.control().add_rule("dogs", None).unwrap();
    run(with(properties(&x), "filter.keywords", "kafka,olympics"), &x).await;
    run(with(properties(&x), "filter.keywords", "kafka"), &x).await;
    assert_eq!(rules(&x), [rule("cats has:images", "theirs"), rule("dogs", ""), rule("kafka", "kconnect:kafka")]);
}

#[tokio::test]
async fn a_rule_that_another_program_has_already_is_shared() {
    let x = XApi::builder().posts(Posts::numbered(3)).start().await.unwrap();
    x.control().add_rule("kafka", Some("theirs")).unwrap();
    let mut worker = Worker::start(with(properties(&x), "filter.keywords", "kafka")).await;
    assert_eq!(worker.records(3).await.len(), 3);
    assert_eq!(rules(&x), [rule("kafka", "theirs")]);
}

#[tokio::test]
async fn posts_that_only_another_program_asked_for_are_left_out() {
    let posts = ["1", "2", "3"].map(|id| {
        let text = if id == "2" { "only cats" } else { "kafka" };
        serde_json::json!({"data": {"id": id, "text": text}})
    });
    let x = XApi::builder().posts(Posts::from_values(posts.to_vec()).unwrap()).start().await.unwrap();
    x.control().add_rule("cats", Some("theirs")).unwrap();
    let mut worker = Worker::start(with(properties(&x), "filter.keywords", "kafka")).await;
    let ids: Vec<_> = worker.records(2).await.iter().map(Record::id).collect();
    assert_eq!(ids, ["1", "3"]);
    assert_eq!(x.control().delivered(), ["1", "2", "3"]);
}

#[tokio::test]
async fn a_keyword_with_the_syntax_of_rules_is_searched_for_literally() {
    let x = XApi::builder().posts(Posts::numbered(1)).start().await.unwrap();
    run(with(properties(&x), "filter.keywords", "kafka OR -lang:en"), &x).await;
    assert_eq!(rules(&x), [rule(r#"kafka "OR" "-lang:en""#, "kconnect:kafka OR -lang:en")]);
}

#[tokio::test]
async fn a_refused_rule_fails_the_task_with_keyword_rule_and_reason() {
    let x = XApi::builder().max_rule_chars(8).start().await.unwrap();
    let error = Worker::start(with(properties(&x), "filter.keywords", "kafka,san-jose sharks")).await.failure().await;
    assert_eq!(error.kind(), ErrorKind::Fatal);
    let text = error.chain();
    let expected = r#"X refuses the rule `"san-jose" sharks` for the keyword `san-jose sharks` in `filter.keywords` ("#;
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("17 characters, the limit is 8"), "{text}");
}

#[tokio::test]
async fn too_many_rules_fail_the_task_with_x_s_reason() {
    let x = XApi::builder().max_rules(2).start().await.unwrap();
    let error = Worker::start(properties(&x)).await.failure().await;
    assert_eq!(error.kind(), ErrorKind::Fatal);
    assert!(error.chain().starts_with("X refuses the rules for `filter.keywords` (RulesCapExceeded"), "{error}");
}
