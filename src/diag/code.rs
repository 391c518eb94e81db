//! Every code that a diagnostic can carry.

/// How bad a problem in a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used, but something in it is probably not meant.
    Warning,
}

macro_rules! codes {
    ($($variant:ident = $name:literal, $severity:ident, $zh:literal, $en:literal;)*) => {
        /// What sort of problem a diagnostic reports. Names are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each variant is described by `description`")]
        pub enum Code { $($variant,)* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in messages.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it means, in Chinese and English.
            pub fn description(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($zh, $en),)* }
            }
        }
    };
}

codes! {
    Unreadable = "file/unreadable", Error, "文件打不开或读不出", "the file cannot be opened or read";
    TooLarge = "file/too-large", Error, "文件超过大小上限", "the file is larger than the limit";
    NotUtf8 = "file/not-utf8", Error, "文件不是 UTF-8 编码", "the file is not UTF-8";
    Empty = "file/empty", Error, "文件没有内容", "the file has no content";
    Syntax = "yaml/syntax", Error, "不是合法的 YAML", "not valid YAML";
    DuplicateKey = "yaml/duplicate-key", Error, "同一映射里键重复", "a mapping has the same key twice";
    SeveralDocuments = "yaml/several-documents", Error, "一个文件里有多个 YAML 文档", "several YAML documents in one file";
    Limit = "yaml/limit", Error, "嵌套或别名展开超过上限", "nesting or alias expansion beyond the limit";
    UnknownKey = "shape/unknown-key", Error, "不认识的键", "a key that is not known here";
    MissingKey = "shape/missing-key", Error, "缺少必填的键", "a required key is missing";
    WrongKind = "shape/wrong-kind", Error, "值的类型不对", "a value of the wrong kind";
    UnknownWord = "shape/unknown-word", Error, "不在允许取值之内", "not one of the allowed words";
    BadDate = "shape/bad-date", Error, "不是有效日期", "not a valid date";
    BadId = "id/malformed", Error, "标识格式不对", "a malformed id";
    DuplicateId = "id/duplicate", Error, "标识重复", "an id is declared twice";
    WrongStem = "id/not-the-file-name", Error, "规则集标识与文件名不同", "a rule set's id is not its file name";
    UnknownFact = "ref/unknown-fact", Error, "没有声明的事实", "a fact that is not declared";
    UnknownOption = "ref/unknown-option", Error, "该事实没有这个选项", "the fact has no such option";
    UnknownInstrument = "ref/unknown-instrument", Error, "没有登记的法规文件", "an instrument that is not declared";
    UnknownRule = "ref/unknown-rule", Error, "没有这条规则", "a rule that does not exist";
    UnknownSet = "ref/unknown-set", Error, "没有这个规则集", "a rule set that does not exist";
    UnknownStatement = "ref/unknown-statement", Error, "没有这条文章论断", "a statement that does not exist";
    UnknownSystem = "ref/unknown-system", Error, "没有这个系统", "a system that is not listed";
    UnknownEvidence = "ref/unknown-evidence", Error, "规则没有要求这项证据", "the rule wants no such evidence";
    UnknownTier = "ref/unknown-tier", Error, "没有这个等级", "a tier that does not exist";
    BadCondition = "condition/malformed", Error, "条件写法不对", "a malformed condition";
    WrongOperator = "condition/wrong-operator", Error, "运算符与事实类型不符", "an operator that does not fit the fact's kind";
    WrongScope = "condition/wrong-scope", Error, "事实不属于这个主体", "a fact of the other kind of subject";
    Cycle = "condition/cycle", Error, "派生事实互相循环", "derived facts that depend on each other";
    EmptyRange = "condition/empty-range", Error, "区间里没有任何值", "a range that holds no value";
    DateOrder = "date/order", Error, "日期先后颠倒", "dates out of order";
    NoDate = "date/missing", Error, "缺少必需的日期", "a date that the status requires is missing";
    NoCase = "rule/missing-case", Error, "规则缺少三种判定之一的用例", "a rule without a case of each verdict";
    NoCitation = "rule/no-citation", Error, "规则没有引用任何条文", "a rule that cites nothing";
    EvidencePath = "evidence/path", Error, "证据路径不安全", "an unsafe evidence path";
    EvidenceWhere = "evidence/where", Error, "证据位置写法不对", "evidence without exactly one place";
    BadHash = "evidence/hash", Error, "哈希格式不对", "a malformed hash";
    NeedsReason = "response/needs-reason", Error, "声称不适用须写理由", "a claim of not applicable needs a reason";
    WrongSubject = "response/wrong-subject", Error, "规则不约束这个主体", "the rule binds the other kind of subject";
    OutOfRange = "fact/out-of-range", Error, "数值超出可能范围", "a number outside the possible range";
    NotAsked = "fact/not-asked", Warning, "此事实按其他回答不应填写，已忽略", "a fact that other answers leave unasked; it is ignored";
    NotAssessed = "response/not-assessed", Warning, "所属规则集不在本次评估之内", "it belongs to a rule set that is not assessed";
}

#[cfg(test)]
mod tests {
    use super::Code;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_two_part() {
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(names.iter().all(|name| name.split('/').count() == 2));
    }
}
