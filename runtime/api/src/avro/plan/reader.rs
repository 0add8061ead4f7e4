//! Avro binary of another schema, read straight into structs.

use std::borrow::Cow;

use super::{
    program::{Entry, Node, Program, Step, index},
    typed::Plan,
};
use crate::{
    Error, Result,
    avro::input::{Input, What},
    data::{DataReader, EnumNode, Null, StructNode, UnionNode},
};

/// Reads a value from Avro binary that was written with another schema than the type's own.
///
/// It follows a [`Plan`], and looks at no schema. As with [`AvroReader`](crate::avro::AvroReader) the input may be
/// anything; what the reader does not have is passed over under the same limits.
#[derive(Debug)]
pub struct PlannedReader<'p, 'de> {
    input: Input<'de>,
    program: &'p Program,
    /// What comes next.
    next: Node,
    /// The next step of the innermost record that is open.
    step: usize,
    /// Whether the struct that has just begun comes in order.
    in_order: bool,
    /// How many records are open that are the reader's own: in them, the type alone says what comes.
    native: usize,
    open: Vec<Open>,
}

/// What is open.
#[derive(Clone, Copy, Debug)]
enum Open {
    /// A record, and the next step of the one around it.
    Record(usize),
    /// An array, and how many items are left in the block.
    Array(usize, Node),
    /// The same of a map, and whether it has given an entry.
    Map(usize, u32, bool),
}

impl<'p, 'de> PlannedReader<'p, 'de> {
    /// Reads from `bytes`, which begin with the value.
    #[must_use]
    pub fn new<T>(plan: &'p Plan<T>, bytes: &'de [u8]) -> Self {
        let (program, next) = plan.program();
        Self { input: Input::new(bytes), program, next, step: usize::MAX, in_order: false, native: 0, open: Vec::new() }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// A data error if bytes are left.
    pub fn finish(self) -> Result<()> {
        self.input.finish()
    }

    /// What comes next, after the writer's choice if it has one. After it comes what the record says.
    #[inline]
    fn node(&mut self) -> Result<Node> {
        match std::mem::replace(&mut self.next, Node::Following) {
            Node::Following => self.following(),
            Node::Union(union) => self.choose(union),
            node => Ok(node),
        }
    }

    /// What the record says that comes next.
    fn following(&mut self) -> Result<Node> {
        self.follow()?;
        match std::mem::replace(&mut self.next, Node::Following) {
            Node::Union(union) => self.choose(union),
            node => Ok(node),
        }
    }

    /// Goes on to the next field of the record, and says which one it is.
    #[inline]
    fn follow(&mut self) -> Result<Option<usize>> {
        loop {
            match self.program.steps.get(self.step) {
                Some(Step::Field(field, node)) => {
                    self.step += 1;
                    self.next = *node;
                    return Ok(Some(index(*field)));
                }
                Some(Step::Skip(program)) => {
                    self.step += 1;
                    self.program.skips.run(*program, &mut self.input)?;
                }
                Some(Step::End) => return Ok(None),
                Some(Step::Refused(why)) => return Err(self.refused(*why)),
                None => return self.unplanned(Node::Following),
            }
        }
    }

    fn choose(&mut self, union: u32) -> Result<Node> {
        let nodes = self.program.unions.get(index(union)).map_or(&[][..], |nodes| nodes);
        let branch = self.input.branch(nodes.len())?;
        match nodes.get(branch) {
            Some(Node::Refused(why)) => Err(self.refused(*why)),
            Some(node) => Ok(*node),
            None => Err(self.input.malformed(What::Branch)),
        }
    }

    #[cold]
    fn refused(&self, why: u32) -> Error {
        Error::data(self.program.refusals.get(index(why)).cloned().unwrap_or_default())
    }

    /// The type asks for something else than the plan was made for.
    #[cold]
    fn unplanned<T>(&self, node: Node) -> Result<T> {
        match node {
            Node::Refused(why) => Err(self.refused(why)),
            node => Err(Error::data(format!("the plan is for another type: it has {node:?} here"))),
        }
    }

    #[inline]
    fn narrow<T: TryFrom<i64>>(&mut self) -> Result<T> {
        if self.native > 0 {
            return self.input.narrow();
        }
        self.planned_narrow()
    }

    fn skip(&mut self, program: Option<u32>) -> Result<()> {
        program.map_or(Ok(()), |program| self.program.skips.run(program, &mut self.input))
    }

    fn entry(&self, map: u32) -> Result<Entry> {
        let unknown = || Error::data("the plan is for another type: it has no such map");
        self.program.maps.get(index(map)).copied().ok_or_else(unknown)
    }

    #[inline]
    fn sized(&mut self) -> Result<&'de [u8]> {
        if self.native > 0 {
            return self.input.bytes();
        }
        self.planned_sized()
    }
}

impl<'de> DataReader<'de> for PlannedReader<'_, 'de> {
    type Error = Error;

    const IN_ORDER: bool = false;

    #[inline]
    fn boolean(&mut self) -> Result<bool> {
        if self.native > 0 {
            return self.input.boolean();
        }
        if matches!(self.next, Node::Boolean) {
            self.next = Node::Following;
            return self.input.boolean();
        }
        self.planned_boolean()
    }

    #[inline]
    fn int8(&mut self) -> Result<i8> {
        self.narrow()
    }

    #[inline]
    fn int16(&mut self) -> Result<i16> {
        self.narrow()
    }

    #[inline]
    fn int32(&mut self) -> Result<i32> {
        self.narrow()
    }

    #[inline]
    fn int64(&mut self) -> Result<i64> {
        if self.native > 0 {
            return self.input.long();
        }
        if matches!(self.next, Node::Long) {
            self.next = Node::Following;
            return self.input.long();
        }
        self.planned_int64()
    }

    fn float32(&mut self) -> Result<f32> {
        if self.native > 0 {
            return self.input.float();
        }
        self.planned_float32()
    }

    #[inline]
    fn float64(&mut self) -> Result<f64> {
        if self.native > 0 {
            return self.input.double();
        }
        self.planned_float64()
    }

    #[inline]
    fn string(&mut self) -> Result<Cow<'de, str>> {
        if self.native > 0 {
            return self.input.string().map(Cow::Borrowed);
        }
        if matches!(self.next, Node::Sized) {
            self.next = Node::Following;
            return self.input.string().map(Cow::Borrowed);
        }
        self.planned_string()
    }

    #[inline]
    fn bytes(&mut self) -> Result<Cow<'de, [u8]>> {
        self.sized().map(Cow::Borrowed)
    }

    #[inline]
    fn time(&mut self) -> Result<i32> {
        if self.native > 0 {
            return self.input.narrow();
        }
        self.planned_time()
    }

    #[inline]
    fn timestamp(&mut self) -> Result<i64> {
        if self.native > 0 {
            return self.input.long();
        }
        self.planned_timestamp()
    }

    fn symbol(&mut self, node: &'static EnumNode) -> Result<usize> {
        let unknown = |text: &str| Error::data(format!("`{text}` is not one of {}", node.symbols.join(", ")));
        if self.native > 0 {
            let text = self.input.string()?;
            return node.find(text).ok_or_else(|| unknown(text));
        }
        match self.node()? {
            Node::Enum(symbols) => {
                let symbols = self.program.enums.get(index(symbols)).map_or(&[][..], |symbols| symbols);
                let at = self.input.symbol(symbols.len())?;
                let symbol = symbols.get(at).ok_or_else(|| self.input.malformed(What::Symbol))?;
                symbol.index.ok_or_else(|| unknown(&symbol.text))
            }
            Node::Sized => {
                let text = self.input.string()?;
                node.find(text).ok_or_else(|| unknown(text))
            }
            node => self.unplanned(node),
        }
    }

    #[inline]
    fn optional(&mut self, null: Null) -> Result<bool> {
        if self.native > 0 {
            return self.input.second().map(|second| second == (null == Null::First));
        }
        let Node::Optional { null_first, some } = self.next else { return self.planned_optional() };
        let some_follows = self.input.second()? == null_first;
        self.next = if some_follows { self.program.node(some) } else { Node::Following };
        Ok(some_follows)
    }

    #[inline]
    fn begin_array(&mut self) -> Result<()> {
        if self.native > 0 {
            self.open.push(Open::Array(0, Node::Following));
            return Ok(());
        }
        match self.node()? {
            Node::Array(item) => {
                self.open.push(Open::Array(0, self.program.node(item)));
                Ok(())
            }
            node => self.unplanned(node),
        }
    }

    fn begin_map(&mut self) -> Result<()> {
        if self.native > 0 {
            // The entries of a map are items, too: nothing has to be known of them.
            self.open.push(Open::Array(0, Node::Following));
            return Ok(());
        }
        match self.node()? {
            Node::Map(map) => {
                self.open.push(Open::Map(0, map, false));
                Ok(())
            }
            node => self.unplanned(node),
        }
    }

    #[inline]
    fn next_item(&mut self) -> Result<bool> {
        match self.open.last().copied() {
            Some(Open::Array(left, item)) => {
                let left = if left == 0 { self.input.block()? } else { left };
                let Some(left) = left.checked_sub(1) else {
                    self.open.pop();
                    self.next = Node::Following;
                    return Ok(false);
                };
                self.set(Open::Array(left, item));
                self.next = item;
                Ok(true)
            }
            Some(Open::Map(left, map, given)) => {
                let entry = self.entry(map)?;
                let [before, _, after] = entry.skips;
                if given {
                    self.skip(after)?;
                }
                let left = if left == 0 { self.input.block()? } else { left };
                let Some(left) = left.checked_sub(1) else {
                    self.open.pop();
                    self.next = Node::Following;
                    return Ok(false);
                };
                self.set(Open::Map(left, map, true));
                self.skip(before)?;
                self.next = entry.key;
                Ok(true)
            }
            Some(Open::Record(_)) | None => Ok(false),
        }
    }

    fn map_value(&mut self) -> Result<()> {
        if let Some(Open::Map(_, map, _)) = self.open.last().copied() {
            let entry = self.entry(map)?;
            let [_, between, _] = entry.skips;
            self.skip(between)?;
            self.next = entry.value;
        }
        Ok(())
    }

    #[inline]
    fn begin_struct(&mut self, _node: &'static StructNode) -> Result<()> {
        self.input.enter()?;
        if self.native > 0 {
            self.native += 1;
            return Ok(());
        }
        self.planned_struct()
    }

    #[inline]
    fn in_order(&self) -> bool {
        self.in_order
    }

    #[inline]
    fn next_field(&mut self) -> Result<Option<usize>> {
        self.follow()
    }

    #[inline]
    fn end_struct(&mut self) -> Result<()> {
        self.input.leave();
        if self.native > 0 {
            self.native -= 1;
        } else {
            // What is left to be passed over, if the fields were not asked for one by one.
            if self.follow()?.is_some() {
                return self.unplanned(Node::Following);
            }
            if let Some(Open::Record(step)) = self.open.pop() {
                self.step = step;
            }
        }
        self.next = Node::Following;
        Ok(())
    }

    fn begin_union(&mut self, _node: &'static UnionNode, _nullable: bool) -> Result<Option<usize>> {
        match self.node()? {
            Node::Null => Ok(None),
            Node::Branch { branch, node } => {
                self.next = self.program.node(node);
                Ok(Some(index(branch)))
            }
            node => self.unplanned(node),
        }
    }

    fn end_union(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Outside of records that are the reader's own. Kept out of the code for those, which is inlined as `AvroReader`'s is.
impl<'de> PlannedReader<'_, 'de> {
    fn planned_boolean(&mut self) -> Result<bool> {
        match self.node()? {
            Node::Boolean => self.input.boolean(),
            node => self.unplanned(node),
        }
    }

    fn planned_int64(&mut self) -> Result<i64> {
        match self.node()? {
            Node::Long => self.input.long(),
            Node::Int => self.input.narrow::<i32>().map(i64::from),
            node => self.unplanned(node),
        }
    }

    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "Avro's promotion is Java's: to the nearest float"
    )]
    fn planned_float32(&mut self) -> Result<f32> {
        match self.node()? {
            Node::Float => self.input.float(),
            Node::Int => self.input.narrow::<i32>().map(|int| int as f32),
            Node::Long => self.input.long().map(|long| long as f32),
            node => self.unplanned(node),
        }
    }

    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "Avro's promotion is Java's: to the nearest double"
    )]
    fn planned_float64(&mut self) -> Result<f64> {
        match self.node()? {
            Node::Double => self.input.double(),
            Node::Float => self.input.float().map(f64::from),
            Node::Int => self.input.narrow::<i32>().map(f64::from),
            Node::Long => self.input.long().map(|long| long as f64),
            node => self.unplanned(node),
        }
    }

    fn planned_string(&mut self) -> Result<Cow<'de, str>> {
        match self.node()? {
            Node::Sized => self.input.string().map(Cow::Borrowed),
            Node::Enum(symbols) => {
                let symbols = self.program.enums.get(index(symbols)).map_or(&[][..], |symbols| symbols);
                let at = self.input.symbol(symbols.len())?;
                let symbol = symbols.get(at).ok_or_else(|| self.input.malformed(What::Symbol))?;
                Ok(Cow::Owned(symbol.text.clone()))
            }
            node => self.unplanned(node),
        }
    }

    fn planned_time(&mut self) -> Result<i32> {
        match self.node()? {
            Node::Int => self.input.narrow(),
            Node::Finer(per) => {
                let finer = self.input.long()?;
                i32::try_from(finer.div_euclid(per.into())).map_err(|_| self.input.malformed(What::IntTooLarge))
            }
            node => self.unplanned(node),
        }
    }

    fn planned_timestamp(&mut self) -> Result<i64> {
        match self.node()? {
            Node::Long => self.input.long(),
            Node::Int => self.input.narrow::<i32>().map(i64::from),
            // Downwards, also before 1970.
            Node::Finer(per) => self.input.long().map(|finer| finer.div_euclid(per.into())),
            node => self.unplanned(node),
        }
    }

    fn planned_optional(&mut self) -> Result<bool> {
        match self.node()? {
            Node::Optional { null_first, some } => {
                let some_follows = self.input.second()? == null_first;
                if some_follows {
                    self.next = self.program.node(some);
                }
                Ok(some_follows)
            }
            Node::Null => Ok(false),
            Node::Refused(why) => Err(self.refused(why)),
            node => {
                self.next = node;
                Ok(true)
            }
        }
    }

    fn planned_narrow<T: TryFrom<i64>>(&mut self) -> Result<T> {
        match self.node()? {
            Node::Int => self.input.narrow(),
            node => self.unplanned(node),
        }
    }

    fn planned_sized(&mut self) -> Result<&'de [u8]> {
        match self.node()? {
            Node::Sized => self.input.bytes(),
            Node::Fixed(len) => self.input.fixed(index(len)),
            node => self.unplanned(node),
        }
    }

    fn planned_struct(&mut self) -> Result<()> {
        match self.node()? {
            Node::Record(record) => {
                let Some(steps) = self.program.records.get(index(record)) else { return self.unplanned(Node::Null) };
                self.in_order = steps.in_order;
                if steps.native {
                    self.native = 1;
                } else {
                    self.open.push(Open::Record(self.step));
                    self.step = steps.start;
                }
                Ok(())
            }
            node => self.unplanned(node),
        }
    }

    fn set(&mut self, open: Open) {
        if let Some(last) = self.open.last_mut() {
            *last = open;
        }
    }
}
