//! A reader that gives fields by name, in its own order: what the derived code does with it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{borrow::Cow, collections::BTreeMap};

use kconnect::{
    ConnectSchema, Error,
    data::{DataReader, Null, ReadData, StructNode, UnionNode},
};
use serde_json::{Map, Value, json};

/// Reads JSON, an object's fields in the order in which they stand there.
struct ByName {
    /// What is to be read next is on top.
    values: Vec<Value>,
    /// What is left of the objects and arrays that are open.
    open: Vec<Open>,
}

enum Open {
    Struct(&'static StructNode, Map<String, Value>),
    Items(Vec<Value>),
}

impl ByName {
    fn read<T: for<'de> ReadData<'de>>(json: Value) -> Result<T, Error> {
        T::read(&mut Self { values: vec![json], open: Vec::new() })
    }

    fn next(&mut self) -> Value {
        self.values.pop().unwrap()
    }

    fn number<T: TryFrom<i64>>(&mut self) -> Result<T, Error> {
        let number = self.next().as_i64().ok_or_else(|| Error::data("not a number"))?;
        T::try_from(number).map_err(|_| Error::data("too large"))
    }
}

impl DataReader<'_> for ByName {
    type Error = Error;

    const IN_ORDER: bool = false;

    fn boolean(&mut self) -> Result<bool, Error> {
        self.next().as_bool().ok_or_else(|| Error::data("not a boolean"))
    }

    fn int8(&mut self) -> Result<i8, Error> {
        self.number()
    }

    fn int16(&mut self) -> Result<i16, Error> {
        self.number()
    }

    fn int32(&mut self) -> Result<i32, Error> {
        self.number()
    }

    fn int64(&mut self) -> Result<i64, Error> {
        self.number()
    }

    fn float32(&mut self) -> Result<f32, Error> {
        Ok(f32::from(self.number::<i16>()?))
    }

    fn float64(&mut self) -> Result<f64, Error> {
        Ok(f64::from(self.number::<i32>()?))
    }

    fn string(&mut self) -> Result<Cow<'static, str>, Error> {
        Ok(Cow::Owned(self.next().as_str().unwrap().to_owned()))
    }

    fn bytes(&mut self) -> Result<Cow<'static, [u8]>, Error> {
        Ok(Cow::Owned(self.next().as_str().unwrap().as_bytes().to_owned()))
    }

    fn optional(&mut self, _null: Null) -> Result<bool, Error> {
        let some = self.values.last() != Some(&Value::Null);
        if !some {
            self.values.pop();
        }
        Ok(some)
    }

    fn begin_array(&mut self) -> Result<(), Error> {
        let Value::Array(mut items) = self.next() else { return Err(Error::data("not an array")) };
        items.reverse();
        self.open.push(Open::Items(items));
        Ok(())
    }

    fn begin_map(&mut self) -> Result<(), Error> {
        let Value::Object(entries) = self.next() else { return Err(Error::data("not an object")) };
        self.open.push(Open::Items(entries.into_iter().map(|(key, value)| json!([value, key])).collect()));
        Ok(())
    }

    fn next_item(&mut self) -> Result<bool, Error> {
        let Some(Open::Items(items)) = self.open.last_mut() else { return Ok(false) };
        let next = items.pop();
        match next {
            None => {
                self.open.pop();
                return Ok(false);
            }
            Some(Value::Array(entry)) => self.values.extend(entry),
            Some(item) => self.values.push(item),
        }
        Ok(true)
    }

    fn begin_struct(&mut self, node: &'static StructNode) -> Result<(), Error> {
        let Value::Object(fields) = self.next() else { return Err(Error::data("not an object")) };
        self.open.push(Open::Struct(node, fields));
        Ok(())
    }

    fn next_field(&mut self) -> Result<Option<usize>, Error> {
        let Some(Open::Struct(node, fields)) = self.open.last_mut() else { return Ok(None) };
        while let Some(name) = fields.keys().next().cloned() {
            let value = fields.shift_remove(&name).unwrap();
            let known =
                |name: &str| node.fields.iter().position(|field| field.name == name || field.aliases.contains(&name));
            if let Some(index) = known(&name) {
                self.values.push(value);
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    fn end_struct(&mut self) -> Result<(), Error> {
        self.open.pop();
        Ok(())
    }

    /// A union is an object whose only member is called as its branch.
    fn begin_union(&mut self, node: &'static UnionNode, nullable: bool) -> Result<Option<usize>, Error> {
        match self.next() {
            Value::Null if nullable => Ok(None),
            Value::Object(members) => {
                let (name, value) = members.into_iter().next().unwrap();
                self.values.push(value);
                Ok(node.branches.iter().position(|branch| branch.name == name))
            }
            _ => Err(Error::data("not a union")),
        }
    }

    fn end_union(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

/// A record with each way to be absent.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "t")]
struct Record {
    /// Has to come.
    id: i64,
    /// Null if it does not.
    #[connect(alias = "remark")]
    note: Option<String>,
    /// Two if it does not.
    #[connect(default = Some(2))]
    maybe: Option<i32>,
    /// Its own if it does not.
    #[connect(default = "none")]
    text: String,
    /// Empty if it does not.
    #[connect(default)]
    list: Vec<i32>,
    /// Null, behind a box.
    next: Box<Option<Record>>,
    /// Never comes.
    #[connect(skip)]
    cache: BTreeMap<String, u64>,
}

fn record(id: i64) -> Record {
    Record {
        id,
        note: None,
        maybe: Some(2),
        text: "none".into(),
        list: vec![],
        next: Box::new(None),
        cache: BTreeMap::new(),
    }
}

#[test]
fn fields_that_do_not_come_take_their_defaults() {
    assert_eq!(ByName::read::<Record>(json!({"id": 7})).unwrap(), record(7));
}

#[test]
fn fields_come_in_any_order_and_under_former_names_and_foreign_ones_are_passed_over() {
    let json = json!({
        "next": {"id": 8}, "remark": "x", "foreign": [1, {}], "list": [3, 4], "maybe": null, "text": "y", "id": 7
    });
    let expected = Record {
        note: Some("x".into()),
        maybe: None,
        text: "y".into(),
        list: vec![3, 4],
        next: Box::new(Some(record(8))),
        ..record(7)
    };
    assert_eq!(ByName::read::<Record>(json).unwrap(), expected);
}

#[test]
fn a_field_that_has_to_come_and_does_not_is_named() {
    let error = ByName::read::<Record>(json!({"note": null})).unwrap_err();
    assert_eq!(error.to_string(), "field `id` of `t.Record` is missing and has no default");
}

#[test]
fn entries_of_a_map_come_as_key_and_value() {
    let map = ByName::read::<BTreeMap<String, Vec<i32>>>(json!({"a": [1], "b": []})).unwrap();
    assert_eq!(map, BTreeMap::from([("a".into(), vec![1]), ("b".into(), vec![])]));
}
