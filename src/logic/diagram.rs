//! Exact decisions: a reduced, ordered decision diagram over the missing facts.
//!
//! Every missing fact is a variable whose finite domain is as fine as the condition can see: the
//! options of a choice, one yes-or-no variable for each option of a set, and for numbers, dates
//! and texts one representative for each range or word that the condition tells apart. Equal
//! sub-diagrams are shared and a node whose children are all equal is left out, so two things can
//! be read off the result at once (R. E. Bryant, "Graph-Based Algorithms for Boolean Function
//! Manipulation", 1986): the condition is settled exactly where the diagram is a single leaf, and
//! the variables left in it are exactly those that can still change the answer.

use std::collections::{BTreeSet, HashMap};

use crate::logic::eval::{Evaluator, accepted_values};
use crate::model::condition::Condition;
use crate::model::finding::{Applies, SubjectFact, SubjectRef, Verdict};
use crate::model::value::{Interval, Test, Value, bit, date_of, day_number};
use crate::model::vocabulary::{FactKey, Kind, Origin, Vocabulary};

/// How many nodes a diagram may have before the search is given up and said to be bounded.
pub const NODE_LIMIT: usize = 100_000;

type Node = u32;
const FALSE: Node = 0;
const TRUE: Node = 1;

/// A missing fact, or one option of a missing set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Variable {
    of: SubjectFact,
    option: u8,
}

/// The diagram grew past [`NODE_LIMIT`].
struct TooLarge;

/// Nodes and what was worked out with them. One serves for all conditions of an assessment, since
/// they share derived facts and much else.
#[derive(Default)]
pub struct Nodes {
    /// Inner nodes; node `n` is at `n - 2`.
    nodes: Vec<(Variable, Box<[Node]>)>,
    shared: HashMap<(Variable, Box<[Node]>), Node>,
    joined: HashMap<(bool, Node, Node), Node>,
    negated: HashMap<Node, Node>,
    derived: HashMap<(SubjectFact, u64), Node>,
    /// What conditions compare a number, date or text with. Nodes are made for these marks, so a
    /// new mark takes a new start.
    marks: HashMap<FactKey, Marks>,
    /// Facts whose own conditions have been searched for marks.
    searched: BTreeSet<FactKey>,
}

#[derive(Default)]
struct Marks {
    numbers: Vec<f64>,
    words: BTreeSet<String>,
}

impl Nodes {
    /// Takes note of what a condition, and the facts it names, compare with.
    pub fn prepare(&mut self, vocabulary: &Vocabulary, condition: &Condition) {
        let mut named = Vec::new();
        let mut new = false;
        condition.for_each_fact(&mut |fact, test| {
            match test {
                Test::Within(Interval { low, high }) => {
                    let numbers = &mut self.marks.entry(fact).or_default().numbers;
                    for (end, _) in [low, high].into_iter().flatten() {
                        if !numbers.iter().any(|known| known.total_cmp(end).is_eq()) {
                            numbers.push(*end);
                            new = true;
                        }
                    }
                }
                Test::Words(words) => {
                    let known = &mut self.marks.entry(fact).or_default().words;
                    for word in words {
                        new |= known.insert(word.clone());
                    }
                }
                _ => {}
            }
            named.push(fact);
        });
        if new {
            self.clear();
        }
        for fact in named {
            if self.searched.insert(fact) {
                for inner in vocabulary.get(fact).conditions() {
                    self.prepare(vocabulary, inner);
                }
            }
        }
    }

    fn clear(&mut self) {
        self.nodes.clear();
        self.shared.clear();
        self.joined.clear();
        self.negated.clear();
        self.derived.clear();
    }
}

/// Decides conditions over one assessment's facts.
pub struct Diagram<'n, 'e, 'a> {
    facts: &'e Evaluator<'a>,
    nodes: &'n mut Nodes,
    /// How many nodes earlier conditions have left.
    before: usize,
}

impl<'n, 'e, 'a> Diagram<'n, 'e, 'a> {
    /// A diagram in which this condition can be decided.
    pub fn new(facts: &'e Evaluator<'a>, nodes: &'n mut Nodes, condition: &Condition) -> Self {
        nodes.prepare(facts.vocabulary, condition);
        let before = nodes.nodes.len();
        Self { facts, nodes, before }
    }

    /// Decides the condition. At the bound it stays open with every fact it could find missing.
    pub fn decide(mut self, condition: &Condition, subject: SubjectRef) -> Verdict {
        match self.build(condition, subject) {
            Ok(TRUE) => Verdict { applies: Applies::Yes, missing: Vec::new(), bounded: false },
            Ok(FALSE) => Verdict { applies: Applies::No, missing: Vec::new(), bounded: false },
            Ok(root) => Verdict { applies: Applies::Open, missing: self.support(root), bounded: false },
            Err(TooLarge) => {
                // Room may have been taken by the conditions before; this one gets it all once.
                let shared_room = self.before > 0;
                let missing: BTreeSet<_> =
                    self.nodes.nodes[self.before..].iter().map(|(variable, _)| variable.of).collect();
                self.nodes.clear();
                if shared_room {
                    self.before = 0;
                    return self.decide(condition, subject);
                }
                Verdict { applies: Applies::Open, missing: missing.into_iter().collect(), bounded: true }
            }
        }
    }

    fn build(&mut self, condition: &Condition, subject: SubjectRef) -> Result<Node, TooLarge> {
        match condition {
            Condition::Always => Ok(TRUE),
            Condition::All(parts) => self.fold(parts.iter().map(|part| (part, subject)), true),
            Condition::Any(parts) => self.fold(parts.iter().map(|part| (part, subject)), false),
            Condition::Not(part) => {
                let part = self.build(part, subject)?;
                self.not(part)
            }
            Condition::SomeSystem(part) => self.fold(self.facts.systems().map(|system| (&**part, system)), false),
            Condition::EverySystem(part) => self.fold(self.facts.systems().map(|system| (&**part, system)), true),
            Condition::Fact(fact, test) => {
                let of = self.facts.owner_of(*fact, subject);
                match &self.facts.vocabulary.get(*fact).origin {
                    Origin::Asked { only_if: None, .. } => self.answer(of, test),
                    Origin::Asked { only_if: Some(gate), .. } => {
                        let asked = self.build(gate, of.subject)?;
                        let answer = self.answer(of, test)?;
                        let empty = if test.passes_empty() { TRUE } else { FALSE };
                        self.choose(asked, answer, empty)
                    }
                    Origin::Derived { .. } => self.derived(of, accepted_values(test)),
                }
            }
        }
    }

    fn fold<'c>(
        &mut self,
        parts: impl Iterator<Item = (&'c Condition, SubjectRef)>,
        all: bool,
    ) -> Result<Node, TooLarge> {
        let mut joined = if all { TRUE } else { FALSE };
        for (part, subject) in parts {
            let part = self.build(part, subject)?;
            joined = self.join(all, joined, part)?;
        }
        Ok(joined)
    }

    /// The first case that holds has an accepted value.
    fn derived(&mut self, of: SubjectFact, accepted: u64) -> Result<Node, TooLarge> {
        if let Some(&known) = self.nodes.derived.get(&(of, accepted)) {
            return Ok(known);
        }
        let facts = self.facts;
        let Origin::Derived { cases, otherwise, .. } = &facts.vocabulary.get(of.fact).origin else {
            return Ok(FALSE);
        };
        let (mut result, mut none_before) = (FALSE, TRUE);
        for case in cases {
            let holds = self.build(&case.when, of.subject)?;
            if accepted & bit(case.then) != 0 {
                let first = self.join(true, none_before, holds)?;
                result = self.join(false, result, first)?;
            }
            let fails = self.not(holds)?;
            none_before = self.join(true, none_before, fails)?;
        }
        if accepted & bit(*otherwise) != 0 {
            result = self.join(false, result, none_before)?;
        }
        self.nodes.derived.insert((of, accepted), result);
        Ok(result)
    }

    /// A test of an asked fact: a leaf where it is stated, variables where it is missing.
    fn answer(&mut self, of: SubjectFact, test: &Test) -> Result<Node, TooLarge> {
        if let Some(stated) = self.facts.stated(of) {
            return Ok(if test.passes(&stated.value) { TRUE } else { FALSE });
        }
        let values: Vec<Value> = match &self.facts.vocabulary.get(of.fact).kind {
            Kind::Set(options) => {
                let options = u8::try_from(options.len()).unwrap_or(u8::MAX);
                return self.set_test(of, test, options);
            }
            Kind::Flag => vec![Value::Flag(false), Value::Flag(true)],
            Kind::Choice(options) => (0..).map(Value::Choice).take(options.len()).collect(),
            Kind::Number { min, max, whole, .. } => {
                let marks = self.nodes.marks.get(&of.fact).map_or(&[][..], |marks| &marks.numbers);
                representatives(marks, Some(*min), *max, *whole).into_iter().map(Value::Number).collect()
            }
            Kind::Date => {
                let marks = self.nodes.marks.get(&of.fact).map_or(&[][..], |marks| &marks.numbers);
                let (min, max) = (day_number(jiff::civil::Date::MIN), day_number(jiff::civil::Date::MAX));
                let days = representatives(marks, Some(min), Some(max), true);
                days.into_iter().filter_map(date_of).map(Value::Date).collect()
            }
            Kind::Text => {
                let words = self.nodes.marks.get(&of.fact).map(|marks| marks.words.iter().cloned().collect::<Vec<_>>());
                // A line break stands for every other text: no word of a condition has one.
                words.unwrap_or_default().into_iter().chain(["\n".to_owned()]).map(Value::Text).collect()
            }
        };
        let children = values.iter().map(|value| if test.passes(value) { TRUE } else { FALSE }).collect();
        self.node(Variable { of, option: 0 }, children)
    }

    fn set_test(&mut self, of: SubjectFact, test: &Test, options: u8) -> Result<Node, TooLarge> {
        let (named, wanted, all) = match *test {
            Test::AnyOf(mask) => (mask, mask, false),
            Test::AllOf(mask) => (mask, mask, true),
            Test::NoneOf(mask) => (mask, 0, true),
            Test::SetIs(mask) => (u64::MAX, mask, true),
            _ => return Ok(FALSE),
        };
        let mut joined = if all { TRUE } else { FALSE };
        for option in (0..options).filter(|&option| named & bit(option) != 0) {
            let children = if wanted & bit(option) != 0 { [FALSE, TRUE] } else { [TRUE, FALSE] };
            let has = self.node(Variable { of, option }, children.into())?;
            joined = self.join(all, joined, has)?;
        }
        Ok(joined)
    }

    fn node(&mut self, variable: Variable, children: Box<[Node]>) -> Result<Node, TooLarge> {
        let first = children.first().copied().unwrap_or(FALSE);
        if children.iter().all(|&child| child == first) {
            return Ok(first);
        }
        if let Some(&known) = self.nodes.shared.get(&(variable, children.clone())) {
            return Ok(known);
        }
        if self.nodes.nodes.len() >= NODE_LIMIT {
            return Err(TooLarge);
        }
        self.nodes.nodes.push((variable, children.clone()));
        let node = u32::try_from(self.nodes.nodes.len() + 1).map_err(|_| TooLarge)?;
        self.nodes.shared.insert((variable, children), node);
        Ok(node)
    }

    fn inner(&self, node: Node) -> Option<&(Variable, Box<[Node]>)> {
        self.nodes.nodes.get((node as usize).checked_sub(2)?)
    }

    /// Both (`all`) or either of two diagrams.
    fn join(&mut self, all: bool, a: Node, b: Node) -> Result<Node, TooLarge> {
        let (neutral, absorbing) = if all { (TRUE, FALSE) } else { (FALSE, TRUE) };
        if a == b || b == neutral {
            return Ok(a);
        }
        if a == neutral {
            return Ok(b);
        }
        if a == absorbing || b == absorbing {
            return Ok(absorbing);
        }
        let key = (all, a.min(b), a.max(b));
        if let Some(&known) = self.nodes.joined.get(&key) {
            return Ok(known);
        }
        // Both are inner nodes here: every leaf is neutral or absorbing.
        let (Some((variable_a, below_a)), Some((variable_b, below_b))) =
            (self.inner(a).cloned(), self.inner(b).cloned())
        else {
            return Ok(absorbing);
        };
        let top = variable_a.min(variable_b);
        let width = if variable_a == top { below_a.len() } else { below_b.len() };
        let mut children = Vec::with_capacity(width);
        for at in 0..width {
            let a = if variable_a == top { below_a[at] } else { a };
            let b = if variable_b == top { below_b[at] } else { b };
            children.push(self.join(all, a, b)?);
        }
        let joined = self.node(top, children.into())?;
        self.nodes.joined.insert(key, joined);
        Ok(joined)
    }

    fn not(&mut self, node: Node) -> Result<Node, TooLarge> {
        if node <= TRUE {
            return Ok(TRUE - node);
        }
        if let Some(&known) = self.nodes.negated.get(&node) {
            return Ok(known);
        }
        let Some((variable, below)) = self.inner(node).cloned() else { return Ok(TRUE) };
        let children = below.iter().map(|&child| self.not(child)).collect::<Result<_, _>>()?;
        let negated = self.node(variable, children)?;
        self.nodes.negated.insert(node, negated);
        Ok(negated)
    }

    fn choose(&mut self, condition: Node, then: Node, otherwise: Node) -> Result<Node, TooLarge> {
        let yes = self.join(true, condition, then)?;
        let condition = self.not(condition)?;
        let no = self.join(true, condition, otherwise)?;
        self.join(false, yes, no)
    }

    /// The facts of all variables that are left below a node.
    fn support(&self, root: Node) -> Vec<SubjectFact> {
        let (mut found, mut seen, mut todo) = (BTreeSet::new(), BTreeSet::new(), vec![root]);
        while let Some(node) = todo.pop() {
            if let Some((variable, below)) = self.inner(node)
                && seen.insert(node)
            {
                found.insert(variable.of);
                todo.extend(below.iter());
            }
        }
        found.into_iter().collect()
    }
}

/// One number for every range that a set of marks tells apart, within the fact's bounds.
fn representatives(marks: &[f64], min: Option<f64>, max: Option<f64>, whole: bool) -> Vec<f64> {
    let mut ends: Vec<f64> = marks.iter().copied().chain(min).chain(max).collect();
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    let mut numbers = ends.clone();
    if whole {
        // Next to a mark on either side there is a representative of the range that begins there.
        numbers.extend(ends.iter().flat_map(|end| [end.floor() - 1.0, end.floor(), end.ceil(), end.ceil() + 1.0]));
        numbers.retain(|number| number.fract() == 0.0);
    } else {
        numbers.extend(ends.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])));
        numbers.extend(ends.first().map(|end| end - 1.0));
        numbers.extend(ends.last().map(|end| end + 1.0));
    }
    numbers.retain(|&number| min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max));
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    numbers
}

#[cfg(test)]
mod tests {
    use super::representatives;

    #[test]
    fn whole_numbers_leave_no_range_empty_and_invent_none() {
        assert_eq!(representatives(&[10.0, 11.0], Some(0.0), None, true), [0.0, 1.0, 9.0, 10.0, 11.0, 12.0]);
        assert_eq!(representatives(&[0.5], Some(0.0), Some(1.0), true), [0.0, 1.0]);
    }

    #[test]
    fn decimals_have_something_between_two_marks() {
        assert_eq!(representatives(&[1.0, 2.0], Some(0.0), None, false), [0.0, 0.5, 1.0, 1.5, 2.0, 3.0]);
    }
}
