//! Text behind every pointer is a string.

use std::{borrow::Cow, rc::Rc, sync::Arc};

use kconnect::ConnectSchema;

#[path = "../common/codec.rs"]
mod codec;

/// Texts.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Texts {
    /// Owned.
    owned: String,
    /// Boxed.
    boxed: Box<str>,
    /// Shared between threads.
    #[connect(default = "shared")]
    shared: Arc<str>,
    /// Often the same.
    #[connect(default = "constant")]
    constant: Cow<'static, str>,
    /// Some or none.
    maybe: Option<Arc<str>>,
    /// Many.
    many: Vec<Cow<'static, str>>,
}

/// Text that does not leave its thread.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Local {
    /// Shared in one thread.
    text: Rc<str>,
}

/// Text that is in the program.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Constant {
    /// Cannot be read.
    text: &'static str,
}

fn main() {
    let texts = Texts {
        owned: "a".to_owned(),
        boxed: "b".into(),
        shared: "c".into(),
        constant: Cow::Borrowed("d"),
        maybe: Some("e".into()),
        many: vec![Cow::Borrowed("f"), Cow::Owned("g".to_owned())],
    };
    codec::comes_back(&texts);
    codec::comes_back(&Local { text: "a".into() });
    assert_eq!(
        codec::json(&texts),
        r#"{"owned":"a","boxed":"b","shared":"c","constant":"d","maybe":"e","many":["f","g"]}"#
    );
    let schema = codec::schema::<Texts>();
    for name in ["owned", "boxed"] {
        assert!(schema.contains(&format!(r#"{{"name":"{name}","type":{{"type":"string""#)), "{schema}");
    }
    assert!(schema.contains(r#""default":"shared""#), "{schema}");
    assert_eq!(codec::json(&Constant { text: "x" }), r#"{"text":"x"}"#);
    fn half<T: kconnect::RecordData>() {}
    half::<Constant>();
}
