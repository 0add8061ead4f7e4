//! `smt-…`: the transformations, alone, with a predicate, and in a chain.

use kconnect::{ConnectRecord, Error, ErrorKind, Predicate, Prop, Props, Transformation, Value};
use kconnect_worker::{
    errors::Stage,
    transforms::{Chain, RecordPlugins, TransformException},
};
use serde_json::{Map, Value as Json};

use crate::formats::{
    connect::{Refusal, result},
    outcome::{Outcome, array, differs, object, only, same, skipped, text},
    record::{record, same_record},
    value::props,
};

pub(crate) fn run(given: &Json, expect: &Json) -> Outcome {
    let members = object("given", given)?;
    if members.contains_key("stage") || members.contains_key("chain") {
        return in_chain(given, expect);
    }
    only("given", given, &["transform", "config", "record"])?;
    let plugins = RecordPlugins::kafka();
    let class = text("transform", &given["transform"])?;
    let Some(plugin) = plugins.transformation(class) else {
        return skipped(format!("there is no transformation `{class}`"));
    };
    let configured = plugin.configure(&config(&given["config"])?);
    if let Some(refused) = expect.get("configure_error") {
        only("expect", expect, &["configure_error"])?;
        return match configured {
            Ok(_) => differs(expect, "accepted"),
            Err(error) => not_configured(&error, refused),
        };
    }
    match configured {
        Err(_) if expect.get("panic").is_some() => Ok(()),
        Err(error) => differs(expect, format!("not configured: {error}")),
        Ok(transformation) => {
            let given = record(&given["record"])?;
            applied(&given, transformation.apply(given.clone()), expect)
        }
    }
}

/// Holds if the expected message is one of those that the configuration is refused with: Kafka stops at the first.
fn not_configured(error: &Error, expected: &Json) -> Outcome {
    let message = error.to_string();
    let exception = |message: &str| {
        Refusal { kind: "ConfigException".to_owned(), message: message.to_owned(), cause: None }.expected(expected)
    };
    if message.lines().any(|line| exception(line).is_ok()) { Ok(()) } else { exception(&message) }
}

fn config(json: &Json) -> Outcome<Props> {
    if json.is_null() { Ok(Props::new()) } else { props(json) }
}

/// Holds if `expect` says of a record what came of it.
fn applied(given: &ConnectRecord, came: Result<Option<ConnectRecord>, Error>, expect: &Json) -> Outcome {
    only("expect", expect, &["record", "unchanged", "dropped", "value_invalid", "error", "panic"])?;
    result(came.map_err(refusal), expect, |came, expected| {
        if !["record", "unchanged", "dropped"].iter().any(|name| expected.contains_key(*name)) {
            return skipped("nothing is expected");
        }
        if let Some(dropped) = flag(expected, "dropped")? {
            same("dropped", &came.is_none(), &dropped)?;
        }
        let Some(came) = came else {
            return if expected.len() == 1 { Ok(()) } else { differs(expect, "nothing") };
        };
        if let Some(unchanged) = flag(expected, "unchanged")? {
            same("unchanged", &(came == *given), &unchanged)?;
        }
        if let Some(invalid) = flag(expected, "value_invalid")? {
            same("the value's fields are invalid", &is_invalid(&came.value.value), &invalid)?;
        }
        expected.get("record").map_or(Ok(()), |record| same_record(&came, record))
    })
}

fn flag(expected: &Map<String, Json>, name: &str) -> Outcome<Option<bool>> {
    match expected.get(name) {
        None => Ok(None),
        Some(Json::Bool(flag)) => Ok(Some(*flag)),
        Some(other) => skipped(format!("`{name}` is neither true nor false: {other}")),
    }
}

/// Whether a struct lacks what it needs.
fn is_invalid(value: &Value) -> bool {
    matches!(value, Value::Struct(of) if of.validate().is_err())
}

/// The exception that Kafka's class throws.
fn refusal(error: Error) -> Refusal {
    match error.cause().downcast_ref::<TransformException>() {
        Some(exception) => {
            let kind = exception.java_class().rsplit('.').next().unwrap_or_default().to_owned();
            Refusal { kind, message: exception.to_string(), cause: None }
        }
        None => error.into(),
    }
}

/// A stage with a predicate, or several stages.
fn in_chain(given: &Json, expect: &Json) -> Outcome {
    only("given", given, &["stage", "chain", "record", "tolerance"])?;
    let stages = match (&given["stage"], &given["chain"]) {
        (stage, Json::Null) => std::slice::from_ref(stage),
        (Json::Null, chain) => array("chain", chain)?,
        _ => return skipped("either a stage or a chain"),
    };
    let mut properties = Props::new();
    let mut names = Vec::new();
    for (number, stage) in stages.iter().enumerate() {
        let name = format!("t{number}");
        add_stage(&mut properties, &name, stage)?;
        names.push(name);
    }
    properties.insert("transforms".to_owned(), names.join(",").into());
    let plugins = RecordPlugins::kafka().with_transformation::<MustNotBeCalled>().with_predicate::<Throws>();
    let chain = match Chain::configure(&plugins, &properties) {
        Ok(chain) => chain,
        Err(problems) => return skipped(format!("the chain is refused: {}", problems.join("; "))),
    };
    let given_record = record(&given["record"])?;
    let came = chain.apply(given_record.clone());
    if expect.get("skipped").is_none() {
        return match given.get("tolerance") {
            None => applied(&given_record, came, expect),
            Some(_) => skipped("a tolerance, and nothing to tolerate"),
        };
    }
    only("expect", expect, &["skipped", "stage", "class_name"])?;
    same("tolerance", text("tolerance", &given["tolerance"])?, "all")?;
    // What is neither to be repeated nor a request to stop is tolerated.
    let tolerated = came.is_err_and(|error| matches!(error.kind(), ErrorKind::Data | ErrorKind::Fatal));
    same("skipped", &Json::Bool(tolerated), &expect["skipped"])?;
    same("stage", &*Stage::Transformation.to_string(), text("stage", &expect["stage"])?)?;
    let [stage] = chain.stages() else { return skipped("one stage fails, not several") };
    same("class", stage.class(), text("class_name", &expect["class_name"])?)
}

fn add_stage(properties: &mut Props, name: &str, stage: &Json) -> Outcome {
    only("the stage", stage, &["transform", "config", "predicate", "negate"])?;
    let prefix = format!("transforms.{name}.");
    let class = text("transform", &stage["transform"])?;
    let class = if class == "must-not-be-called" { MustNotBeCalled::CLASS } else { class };
    add(properties, &prefix, class, &stage["config"])?;
    if !stage["negate"].is_null() {
        properties.insert(format!("{prefix}negate"), stage["negate"].to_string().into());
    }
    let predicate = &stage["predicate"];
    if predicate.is_null() {
        return Ok(());
    }
    let alias = format!("p{name}");
    only("the predicate", predicate, &["type", "config", "throws"])?;
    let class = match predicate.get("throws") {
        Some(thrown) => {
            text("throws", thrown)?;
            Throws::CLASS
        }
        None => text("type", &predicate["type"])?,
    };
    add(properties, &format!("predicates.{alias}."), class, &predicate["config"])?;
    properties.insert(format!("{prefix}predicate"), alias.as_str().into());
    let others = properties.get("predicates").and_then(Prop::expose).map(|others| format!("{others},"));
    properties.insert("predicates".to_owned(), format!("{}{alias}", others.unwrap_or_default()).into());
    Ok(())
}

fn add(properties: &mut Props, prefix: &str, class: &str, of_config: &Json) -> Outcome {
    properties.insert(format!("{prefix}type"), class.into());
    properties.extend(config(of_config)?.into_iter().map(|(name, prop)| (format!("{prefix}{name}"), prop)));
    Ok(())
}

/// No keys.
#[derive(Clone, Debug, kconnect::ConfigDef)]
struct NoKeys {}

/// What must not see a record.
struct MustNotBeCalled;

impl Transformation for MustNotBeCalled {
    const CLASS: &'static str = "must.not.be.Called";
    type Config = NoKeys;

    fn configure(_: NoKeys) -> kconnect::Result<Self> {
        Ok(Self)
    }

    fn apply(&self, _: ConnectRecord) -> kconnect::Result<Option<ConnectRecord>> {
        panic!("it was called")
    }
}

/// A predicate that cannot say.
struct Throws;

impl Predicate for Throws {
    const CLASS: &'static str = "throws.RuntimeException";
    type Config = NoKeys;

    fn configure(_: NoKeys) -> kconnect::Result<Self> {
        Ok(Self)
    }

    fn test(&self, _: &ConnectRecord) -> kconnect::Result<bool> {
        Err(Error::fatal("a RuntimeException"))
    }
}
