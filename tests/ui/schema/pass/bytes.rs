//! Bytes behind every pointer are BYTES, other slices are arrays.

use std::{borrow::Cow, rc::Rc, sync::Arc};

use kconnect::ConnectSchema;

#[path = "../common/codec.rs"]
mod codec;

/// Bytes.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Bytes {
    /// Owned.
    owned: Vec<u8>,
    /// Boxed.
    boxed: Box<[u8]>,
    /// Shared.
    shared: Arc<[u8]>,
    /// Perhaps constant.
    constant: Cow<'static, [u8]>,
    /// Lists of something else.
    numbers: Box<[i32]>,
    /// Shared.
    texts: Option<Arc<[String]>>,
    /// In one thread.
    nested: Rc<[Vec<i64>]>,
}

fn main() {
    let bytes = Bytes {
        owned: vec![1],
        boxed: [2].into(),
        shared: [3].into(),
        constant: Cow::Borrowed(&[4]),
        numbers: [5, 6].into(),
        texts: Some(["x".to_owned()].into()),
        nested: [vec![7]].into(),
    };
    codec::comes_back(&bytes);
    assert_eq!(
        codec::json(&bytes),
        r#"{"owned":"AQ==","boxed":"Ag==","shared":"Aw==","constant":"BA==","numbers":[5,6],"texts":["x"],"nested":[[7]]}"#
    );
    let schema = codec::schema::<Bytes>();
    assert_eq!(schema.matches(r#""type":"bytes""#).count(), 4, "{schema}");
}
