<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>engine</name>
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
        <translation>答案“{usual}”也写成了“{others}”（{count} 行：{rows}），它们会被当作不同的答案。</translation>
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
        <source>Choose another folder.</source>
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
        <source>Choose a method that enters at the input, such as Prompt Tuning.</source>
        <translation>选择从输入端进入的学习方式，例如 Prompt Tuning。</translation>
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
        <source>Choose a shorter prompt.</source>
        <translation>把提示设短一些。</translation>
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
        <source>Leave the output open.</source>
        <translation>输出方式留空即可。</translation>
    </message>
    <message>
        <source>Models with an encoder and a decoder cannot be taught yet.</source>
        <translation>目前还不能训练同时带编码器和解码器的模型。</translation>
    </message>
    <message>
        <source>Choose a causal model (words) or an encoder (a head).</source>
        <translation>选择因果语言模型（用词回答）或编码器（用分类头）。</translation>
    </message>
    <message>
        <source>This encoder has no trained word predictor, so it cannot answer in words.</source>
        <translation>这个编码器没有训练过的词预测部分，所以不能用词回答。</translation>
    </message>
    <message>
        <source>Use the output head, or choose a causal model.</source>
        <translation>改用分类头（head）输出，或者选择因果语言模型。</translation>
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
        <source>The folder {path} is not empty.</source>
        <translation>文件夹“{path}”不是空的。</translation>
    </message>
    <message>
        <source>Choose a new or empty folder with --out.</source>
        <translation>用 --out 指定一个新的或空的文件夹。</translation>
    </message>
    <message>
        <source>This run is already finished.</source>
        <translation>这次训练已经完成。</translation>
    </message>
    <message>
        <source>Start a new run to train again.</source>
        <translation>要再训练，就新开一次。</translation>
    </message>
    <message>
        <source>This run has no save point yet.</source>
        <translation>这次训练还没有存档点。</translation>
    </message>
    <message>
        <source>Start it again from the beginning.</source>
        <translation>从头重新开始。</translation>
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
        <source>{path} is no model that can be used: {missing} is missing.</source>
        <translation>“{path}”里没有可用的模型：缺少 {missing}。</translation>
    </message>
    <message>
        <source>Choose a folder with config.json, model.safetensors and a tokenizer, as models are published on a hub.</source>
        <translation>选择含有 config.json、model.safetensors 和分词器的文件夹，模型发布时通常就是这样。</translation>
    </message>
    <message>
        <source>{path} has its weights only as {file}. Such files can run programs when they are opened, so they are not read.</source>
        <translation>“{path}”的权重只有 {file}。这类文件打开时可能会运行程序，所以不读取。</translation>
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
        <source>Choose a CSV or TSV file inside it.</source>
        <translation>选择其中的 CSV 或 TSV 文件。</translation>
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
        <source>{name} is a spreadsheet, not a CSV file.</source>
        <translation>“{name}”是电子表格，不是 CSV 文件。</translation>
    </message>
    <message>
        <source>Open it in your spreadsheet program and save it as CSV UTF-8.</source>
        <translation>用电子表格程序打开它，另存为 CSV UTF-8。</translation>
    </message>
    <message>
        <source>{name} is {kind}, not a table of text.</source>
        <translation>“{name}”不是文本表格，而是：{kind}。</translation>
    </message>
    <message>
        <source>Choose a CSV or TSV file.</source>
        <translation>选择 CSV 或 TSV 文件。</translation>
    </message>
    <message>
        <source>{name} holds NUL bytes, so it is not a table of text.</source>
        <translation>“{name}”含有 NUL 字节，不是文本表格。</translation>
    </message>
    <message>
        <source>Choose a CSV or TSV file, or save this one again as UTF-8.</source>
        <translation>选择 CSV 或 TSV 文件，或者把这个文件另存为 UTF-8。</translation>
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
        <source>Mend them in the file, or leave them out (data.skip_problem_rows=true, or their numbers in data.skip_rows).</source>
        <translation>在文件里改好它们，或者跳过它们（data.skip_problem_rows=true，或把行号写进 data.skip_rows）。</translation>
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
        <source>Made for this very model: {name}.</source>
        <translation>正是为这个模型制作：{name}。</translation>
    </message>
    <message>
        <source>Made for {name}, which has the same shape but other weights. It may work less well; test it.</source>
        <translation>为“{name}”制作，形状相同但权重不同。效果可能差一些，试过再用。</translation>
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
        <source>Still improving: the mistake score on kept-aside rows fell from {before} to {now}.</source>
        <translation>还在进步：留作检验的行的失误分从 {before} 降到 {now}。</translation>
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
        <source>a Parquet file</source>
        <translation>Parquet 文件</translation>
    </message>
    <message>
        <source>an Arrow file</source>
        <translation>Arrow 文件</translation>
    </message>
    <message>
        <source>a SQLite database</source>
        <translation>SQLite 数据库</translation>
    </message>
    <message>
        <source>an old Excel or Office file</source>
        <translation>旧版 Excel 或 Office 文件</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>程序</translation>
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
        <source>Text to start from</source>
        <translation>起始文本</translation>
    </message>
    <message>
        <source>Empty: a sentence about the task.</source>
        <translation>留空：用一句说明任务的话。</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>数字格式</translation>
    </message>
    <message>
        <source>bfloat16 is faster where the processor has it; float32 is exact.</source>
        <translation>处理器支持时 bfloat16 更快，float32 最精确。</translation>
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
        <source>auto, cpu, cuda, cuda:1 or mps.</source>
        <translation>auto、cpu、cuda、cuda:1 或 mps。</translation>
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
        <source>Empty: the method&apos;s own.</source>
        <translation>留空：用学习方式自带的值。</translation>
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
        <source>Learning speed over time</source>
        <translation>学习速度的变化</translation>
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
        <source>Processor threads</source>
        <translation>处理器线程数</translation>
    </message>
    <message>
        <source>Pick a label</source>
        <translation>选择标签</translation>
    </message>
</context>
</TS>
