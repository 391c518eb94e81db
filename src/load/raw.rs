//! Every file kind as it is typed. Nothing here is checked beyond its shape; the JSON Schemas that
//! editors get are made from these types, and [`crate::load::shape`] holds files against the same.

use indexmap::IndexMap;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::model::assessment::Claim;
use crate::model::finding::GapKind;
use crate::model::instrument::{Confidence, InstrumentKind, Jurisdiction, Read, Status};
use crate::model::rule::{Family, Force, Owner, Relation, Severity};
use crate::model::text::Text;

/// 日期，如 2026-01-31 | a date like 2026-01-31
#[derive(JsonSchema)]
#[schemars(transparent, extend("format" = "date"))]
#[expect(dead_code, reason = "only its schema is used")]
struct DateText(String);

macro_rules! raw {
    ($($(#[$doc:meta])* $vis:vis struct $name:ident { $($body:tt)* })*) => {
        $($(#[$doc])* #[derive(Debug, Clone, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        #[allow(missing_docs, reason = "the fields are the file format's words")]
        $vis struct $name { $($body)* })*
    };
}

/// A condition; its shape is checked by `load::condition`, against the vocabulary.
pub type Condition = Value;

raw! {
    /// instruments.yaml
    pub struct Instruments {
        pub instruments: IndexMap<String, Instrument>,
    }

    /// 一部法规、标准或政策文件 | one law, standard or policy text
    pub struct Instrument {
        pub title: Text,
        pub short: Text,
        pub issuer: Text,
        pub number: Option<String>,
        pub kind: InstrumentKind,
        pub jurisdiction: Jurisdiction,
        pub status: Status,
        #[schemars(with = "Option<DateText>")]
        pub issued: Option<Date>,
        #[schemars(with = "Option<DateText>")]
        pub in_force: Option<Date>,
        #[schemars(with = "Option<DateText>")]
        pub until: Option<Date>,
        pub confidence: Confidence,
        pub read: Read,
        pub url: Option<String>,
        pub note: Option<Text>,
        #[serde(default)]
        pub milestones: Vec<Milestone>,
        #[serde(default)]
        pub articles: Vec<String>,
        #[serde(default)]
        pub no_duty: Vec<NoDuty>,
    }

    /// 另一个日期：修改、过渡期届满 | another date: a change, the end of a transition
    pub struct Milestone {
        #[schemars(with = "DateText")]
        pub on: Date,
        pub what: Text,
        pub confidence: Confidence,
    }

    /// 为何这些条文不对企业设定义务 | why these articles hold no duty for a firm
    pub struct NoDuty {
        pub articles: Vec<String>,
        pub why: Text,
    }

    /// facts.yaml
    pub struct Facts {
        #[serde(default)]
        pub facts: IndexMap<String, Fact>,
        #[serde(default)]
        pub derived: IndexMap<String, Derived>,
    }

    /// 一项可填写的事实 | a fact that people answer
    pub struct Fact {
        pub kind: FactKind,
        #[serde(default)]
        pub options: IndexMap<String, Text>,
        pub unit: Option<Text>,
        pub min: Option<f64>,
        pub max: Option<f64>,
        #[serde(default)]
        pub decimal: bool,
        pub question: Text,
        pub help: Text,
        pub only_if: Option<Condition>,
    }

    /// 一项派生事实 | a fact that follows from others
    pub struct Derived {
        pub kind: DerivedKind,
        #[serde(default)]
        pub options: IndexMap<String, Text>,
        pub title: Text,
        pub cases: Vec<DerivedCase>,
        /// 没有一项情形成立时的值 | the value when no case holds
        pub otherwise: Word,
    }

    /// 派生事实的一种情形 | one case of a derived fact
    pub struct DerivedCase {
        pub when: Condition,
        pub then: Word,
        #[serde(default)]
        pub because: Vec<Citation>,
    }

    /// 条文引用 | a citation
    pub struct Citation {
        pub instrument: String,
        pub article: String,
    }

    /// statements.yaml
    pub struct Statements {
        pub statements: IndexMap<String, Statement>,
    }

    /// 文章的一条论断 | one statement of the policy article
    pub struct Statement {
        pub family: Family,
        pub text: Text,
        pub bears_on: Text,
    }

    /// tiers.yaml
    pub struct Tiers {
        pub tiers: IndexMap<String, Tier>,
        pub base: IndexMap<Severity, IndexMap<Force, String>>,
        #[serde(default)]
        pub milder: IndexMap<GapKind, u8>,
    }

    /// 一个缺口等级 | one gap tier
    pub struct Tier {
        pub name: Text,
        pub respond_within_days: u16,
        pub tell: Text,
        pub measures: Text,
    }

    /// 规则集文件 | a rule set file
    pub struct RuleSet {
        pub id: String,
        pub version: String,
        pub family: Family,
        pub title: Text,
        pub about: Text,
        /// 本集自有的事实 | facts of this set's own
        #[serde(default)]
        pub facts: IndexMap<String, Fact>,
        /// 本集自有的派生事实 | derived facts of this set's own
        #[serde(default)]
        pub derived: IndexMap<String, Derived>,
        /// 本集自有的法规文件，如企业制度 | instruments of this set's own, a company policy say
        #[serde(default)]
        pub instruments: IndexMap<String, Instrument>,
        pub rules: Vec<Rule>,
    }

    /// 一条规则 | one rule
    pub struct Rule {
        pub id: String,
        pub title: Text,
        pub duty: Text,
        pub scope: Scope,
        pub force: Force,
        pub cites: Vec<Citation>,
        #[serde(default)]
        pub statements: Vec<String>,
        pub confidence: Confidence,
        pub note: Option<Text>,
        #[schemars(with = "Option<DateText>")]
        pub applies_from: Option<Date>,
        #[schemars(with = "Option<DateText>")]
        pub until: Option<Date>,
        pub when: Condition,
        pub ask: Text,
        pub evidence: Vec<EvidenceSpec>,
        pub severity: Severity,
        pub owner: Owner,
        pub remedy: Text,
        pub effort: Option<Effort>,
        #[serde(default)]
        pub links: Vec<Link>,
        pub cases: Vec<RuleCase>,
    }

    /// 规则要求的一项证据 | a piece of evidence that a rule wants
    pub struct EvidenceSpec {
        pub id: String,
        pub what: Text,
        /// 有效期，如 P12M | how long it serves, like P12M
        pub renew: Option<String>,
    }

    /// 工作量 | effort
    pub struct Effort {
        pub days: u16,
    }

    /// 与另一条规则的关系 | a relation to another rule
    pub struct Link {
        pub rule: String,
        pub relation: Relation,
        pub covers: Text,
        pub leaves: Text,
    }

    /// 用例 | a case: a test that reads as documentation
    pub struct RuleCase {
        pub name: String,
        #[serde(default)]
        pub facts: IndexMap<String, Value>,
        #[serde(default)]
        pub systems: Vec<IndexMap<String, Value>>,
        #[schemars(with = "Option<DateText>")]
        pub on: Option<Date>,
        pub expect: Expect,
        pub missing: Option<Vec<String>>,
    }

    /// 自评文件 | a self-assessment
    pub struct Assessment {
        /// 文件格式版本，写 1 | version of the file format: 1
        pub hegui: u8,
        /// 评估日，缺省为今天 | the day it is judged for; today if absent
        #[schemars(with = "Option<DateText>")]
        pub as_of: Option<Date>,
        /// 只评估这些规则集；缺省为全部。未评估的会在报告里列明 | only these rule sets are assessed, all if absent; reports name those left out
        pub sets: Option<Vec<String>>,
        pub organisation: Organisation,
        /// 人工智能系统；没有就写 [] | AI systems; write [] if there are none
        pub systems: Vec<System>,
        /// 机构层面规则的回答 | responses to rules that bind the organisation
        #[serde(default)]
        pub responses: IndexMap<String, Response>,
        #[serde(default)]
        pub waivers: Vec<Waiver>,
    }

    /// 机构 | the organisation
    pub struct Organisation {
        pub name: String,
        #[serde(default)]
        pub facts: IndexMap<String, Value>,
    }

    /// 一个人工智能产品或服务 | one AI product or service
    pub struct System {
        pub id: String,
        pub name: String,
        #[serde(default)]
        pub facts: IndexMap<String, Value>,
        #[serde(default)]
        pub responses: IndexMap<String, Response>,
    }

    /// 对一条规则的回答 | what is said of one rule
    pub struct Response {
        pub status: Claim,
        /// 声称不适用的理由 | why the rule is said not to apply
        pub reason: Option<String>,
        pub note: Option<String>,
        pub owner: Option<String>,
        #[schemars(with = "Option<DateText>")]
        pub due: Option<Date>,
        #[serde(default)]
        pub evidence: Vec<Evidence>,
    }

    /// 一项证据 | one piece of evidence
    pub struct Evidence {
        /// 本文件所在目录之下的相对路径 | a path below this file's folder
        pub file: Option<String>,
        /// https 网址；只记录，不访问 | an https address; recorded, never fetched
        pub url: Option<String>,
        /// 对应规则要求的哪一项证据 | which wanted piece it serves as
        #[serde(rename = "for")]
        pub serves: Option<String>,
        #[schemars(with = "Option<DateText>")]
        pub issued: Option<Date>,
        #[schemars(with = "Option<DateText>")]
        pub expires: Option<Date>,
        pub sha256: Option<String>,
        pub note: Option<String>,
    }

    /// 豁免：机构自己对缺口的有期限接受，不免除法定义务 | the organisation's own, dated acceptance of gaps; it lifts no legal duty
    pub struct Waiver {
        pub id: String,
        pub rules: Vec<String>,
        /// 只限这些系统；缺省为全部 | only these systems; all if absent
        #[serde(default)]
        pub systems: Vec<String>,
        pub reason: String,
        pub approved_by: String,
        #[schemars(with = "DateText")]
        pub from: Date,
        /// 最后一天，含当日 | the last day, which still counts
        #[schemars(with = "DateText")]
        pub until: Date,
    }
}

/// What a fact's kind is called in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the words of the file format")]
pub enum FactKind {
    Flag,
    Choice,
    Set,
    Number,
    Date,
    Text,
}

/// What a derived fact's kind is called in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the words of the file format")]
pub enum DerivedKind {
    Flag,
    Choice,
}

/// What a rule binds, in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the words of the file format")]
pub enum Scope {
    Organisation,
    System,
}

/// What a case expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the words of the file format")]
pub enum Expect {
    Applies,
    DoesNotApply,
    Open,
    Upcoming,
    Lapsed,
}

/// `true`, `false` or the key of an option.
pub type Word = Value;
