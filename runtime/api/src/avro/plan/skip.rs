//! Passing over what the reader does not have, without looking at the schema again.

use std::collections::HashMap;

use super::{
    build::{LEVELS, Writer},
    program::{index, push},
};
use crate::{
    Error, Result,
    avro::{
        input::{Input, What},
        tree::{Kind, Schema},
    },
};

#[derive(Clone, Debug)]
enum Skip {
    /// So many bytes.
    Bytes(usize),
    /// A number of any length.
    Number,
    /// A length and so many bytes.
    Sized,
    Array(u32),
    Map(u32),
    Union(Box<[u32]>),
    /// Another program: that of a record.
    Record(u32),
}

/// The programs that pass over values.
#[derive(Debug, Default)]
pub(super) struct Skips {
    programs: Vec<Vec<Skip>>,
}

impl Skips {
    /// Passes over the value of a program.
    pub(super) fn run(&self, program: u32, input: &mut Input<'_>) -> Result<()> {
        for skip in self.programs.get(index(program)).into_iter().flatten() {
            match skip {
                Skip::Bytes(len) => drop(input.fixed(*len)?),
                Skip::Number => drop(input.long()?),
                Skip::Sized => drop(input.bytes()?),
                Skip::Union(branches) => {
                    let branch = input.branch(branches.len())?;
                    let branch = branches.get(branch).ok_or_else(|| input.malformed(What::Branch))?;
                    self.nested(*branch, input)?;
                }
                Skip::Record(program) => self.nested(*program, input)?,
                Skip::Array(item) => {
                    while let Some(count) = input.unsized_block()? {
                        for _ in 0..count {
                            self.nested(*item, input)?;
                        }
                    }
                }
                Skip::Map(value) => {
                    while let Some(count) = input.unsized_block()? {
                        for _ in 0..count {
                            input.bytes()?;
                            self.nested(*value, input)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn nested(&self, program: u32, input: &mut Input<'_>) -> Result<()> {
        input.nest()?;
        self.run(program, input)?;
        input.unnest();
        Ok(())
    }
}

/// What makes the programs.
#[derive(Debug, Default)]
pub(super) struct SkipBuilder {
    /// The programs of records, those that are being made among them.
    records: HashMap<String, Option<u32>>,
    levels: usize,
}

impl SkipBuilder {
    /// The program that passes over these, one after the other; none if they have no bytes.
    pub(super) fn program<'a>(
        &mut self,
        skips: &mut Skips,
        writer: &Writer<'_>,
        schemas: impl IntoIterator<Item = &'a Schema>,
    ) -> Result<Option<u32>> {
        let mut program = Vec::new();
        for schema in schemas {
            self.add(skips, writer, schema, &mut program)?;
        }
        Ok((!program.is_empty()).then(|| push(&mut skips.programs, program)))
    }

    fn one(&mut self, skips: &mut Skips, writer: &Writer<'_>, schema: &Schema) -> Result<u32> {
        let mut program = Vec::new();
        self.add(skips, writer, schema, &mut program)?;
        Ok(push(&mut skips.programs, program))
    }

    fn add(&mut self, skips: &mut Skips, writer: &Writer<'_>, schema: &Schema, to: &mut Vec<Skip>) -> Result<()> {
        self.levels += 1;
        if self.levels > LEVELS {
            return Err(Error::data(format!("the writer's schema has more than {LEVELS} levels")));
        }
        match &writer.definition(schema)?.kind {
            Kind::Null | Kind::Reference(_) => {}
            Kind::Boolean => bytes(1, to),
            Kind::Float => bytes(4, to),
            Kind::Double => bytes(8, to),
            Kind::Fixed(fixed) => bytes(fixed.size, to),
            Kind::Int | Kind::Long | Kind::Enum(_) => to.push(Skip::Number),
            Kind::Bytes | Kind::String => to.push(Skip::Sized),
            Kind::Array(items) => {
                let items = self.one(skips, writer, items)?;
                to.push(Skip::Array(items));
            }
            Kind::Map(values) => {
                let values = self.one(skips, writer, values)?;
                to.push(Skip::Map(values));
            }
            Kind::Union(branches) => {
                let branches: Result<_> = branches.iter().map(|branch| self.one(skips, writer, branch)).collect();
                to.push(Skip::Union(branches?));
            }
            Kind::Record(record) => {
                // Records of no width are left out: however many contain one another, they take no time.
                let program = if let Some(known) = self.records.get(&record.name) {
                    *known
                } else {
                    let own = push(&mut skips.programs, Vec::new());
                    self.records.insert(record.name.clone(), Some(own));
                    let mut program = Vec::new();
                    for field in &record.fields {
                        self.add(skips, writer, &field.schema, &mut program)?;
                    }
                    let found = (!program.is_empty()).then_some(own);
                    if let Some(slot) = skips.programs.get_mut(index(own)) {
                        *slot = program;
                    }
                    self.records.insert(record.name.clone(), found);
                    found
                };
                to.extend(program.map(Skip::Record));
            }
        }
        self.levels -= 1;
        Ok(())
    }
}

/// Neighbours of a fixed width are passed over at once.
fn bytes(len: usize, to: &mut Vec<Skip>) {
    match to.last_mut() {
        _ if len == 0 => {}
        Some(Skip::Bytes(before)) => *before = before.saturating_add(len),
        _ => to.push(Skip::Bytes(len)),
    }
}
