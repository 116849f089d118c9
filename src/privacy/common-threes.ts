/** Made by `scripts/common-threes.ts`: three characters in a row as `anchors.ts` writes them, the commonest first. */
export const COMMON_THREES =
  '   entj  ionjiiingerressireintnticomiiissiatesessioche erileoo stroin ;jtra cohececkstaomm th st' +
  'poimitestif clied tir re tockpkporantesmmiagethefiltriz=  z=ioorr ijiiifconocli=j  r;jitiouserin' +
  'lio seriihe turntenill eoenbl il nt  nion to   q  tetupro chresfortinraturn fionsgenontreteocor ' +
  'datted  s incmdes tatjjigitterserrrororistithnchatapatrn  trromathreong ansailwororkji== nreal ;' +
  ' a=a= andtredoetenit l bncor anstriprritor=jjoolancr z fosetcriextij scrtegiptreeompmdo exrepect' +
  'bradirljilinis ngsersnsc tempttoo prlesmetwriameitnjioe setad tte hase cf eead = ookepoegylediir' +
  'ngofhbner nond all shtadnam usatimans tout;j rijel hoontsacttaner  merj re puttl ts ite isrpr  m' +
  '=j ale  aasefmtz eainctise st oreren aniocsto palogttiiitunc  uii=sagadamese t oushotallexocmll ' +
  'l sz  ettmmaremode enprins exonde_pqtneousineth ngmritbasrsoin s athi=jifunonifaiktr  cshao ct t' +
  'rktl fashwit  bmtnmensoninijoontrstigetble  onewtexultnalle t so t  e a marssampr geounudeern be' +
  'anthan braceiis win t as rptnfhiji ;lenbije aclanotiticalaudl cspasumfro longe hacre ageatabljso' +
  'orf cl bapac  w deprvlaunseecocodolutteid nidracrfhn five malj ass alt cvertpurunninrvmexpostvmp' +
  'iseposch sl   iackedihousoaez esetru fa di hooal m o sat iljngnrefok empnc pretemenst fangtyp= s' +
  'tz utpexiimearyoocld hbf neder evge   vesoomoypeereut ifipor supt green roobfaletplaeradowminow ' +
  ' ifden  pendthureihubtidinsenarnaal t iummn sittd s whntne fet ry emeot indgsnve itontouri cawin' +
  'xishenrksondthoonnbnct ahadesuubnt hado== i; areaute ilseowotarijjri=eteparele gioulme uld oored' +
  'kspadd rubljhi rl ntaceolocple fmonwpts ==nrematiiorec litimxowtaitassisn naskoksctothsriode prm' +
  'dl leremo frstestsl trogptimplogro rs c ;=urehre poly cha lealsonlitsundtivnwogs fiek  ttr= ries' +
  'encher crmodnghual= bom untsitded  xeiojjjosearte rsris intlortt mnj hiseesewbvriory rnanusulxte' +
  'lu_epa  yxrinenu_pstnnqnhedtngjm qriyrirnqfaldijormhinpeceijs fmco idpendz ast hefat god cwhejec' +
  'thaosnrie; esecachrevsinidijirigi on= e bbtijcterre= f_tedifevbtryovelemoptnginesan vblnfaodij=j' +
  'tchno idld feveidehorntmt rrmal ptst wrrstocareqejihat itnceutinjoo g<nbiosorisz maibjil o ew k ' +
  'appginmoewblalf or wontzf a js fur =erinsi accoue pn is senhdeln aemimsgjfuflaavearsorophaonmd i' +
  'pondef waurrgo mpoad nitti lagd anttleae enfijislfhlaie muthck snsstddle upas xplvarar disnuaiic' +
  'nfofereviiijgesbacardiewviel andicurhcot wlatillt eolioadgeminpctxr tulltelrmpo igmanpuoten chea' +
  'ribs h===ew ct efil ndin qploasubo f bubutatuf smmmtrrbine hienictincjjo bo_co arhsealioch mmica' +
  'ndlraie b igruendajibo ainfselmsetco  jdemattshi= posifprntf esol sblr cfixnblwarnabpdaupdrnsjic' +
  'ce   fr sicoenvgrasednthdetonzbj  veetrimpsmtrt t b  gstmnfpnwrngjfulsnj ad doifmta rougomd btse' +
  'finumbjokonfbe howfirsloptysocdhionjeenl we oe  bzb_l oncnjigl e dperytes wopettygyoialtjicatxtr' +
  'on_ qrndhivautokinriftnt of= cpusnme cmz b= otfhxpen esngqns oseneol_e nault jbytghbl rich jjiin' +
  '<nk morrzefatehhelbteequhsnoke sp opof d harine nowjtewbrnt_efedarg t=st ta bchstppet pkendfiun ' +
  'ks tblcantdenonearmtrn btopvens b un qq=ljpqqarn rantbw besn;=st   hstec= tpqmiedtupreltokleppe ' +
  'nneclehbesav aptiaootinal iedloma saemaesi quifychnorhe wirstus < i eyous ;o pskie zshenshej  jt' +
  'sijsncir boonbio urucn rfaud o tihil_prehir ionegroxoeff o wt z atobjrceptpmtenjfht esbdecuctgoj' +
  'njsoco  ;lassg_ngtit_ austcnjjf tc t bylus mssjilelds movgynm tnk<cace lb ;hl o eg_pnglermonbtpa' +
  ' p edjogns m signtellnlyl l _lrisedby c yowanrniadilehblbrsel gedfntjjj itmiiaonhn  f lkiptbi so' +
  's or  seimchchi= a pleti btt oeslheseshegrtilnnoislmapmvinlomtavicjkiusmgtropuzmvcesfoueidewirzm' +
  'mpqidztomoggsen  dbjetnsrynbb benmmenl  snllen mirloagy tizenag  ht dowbtoc_reinjtshbsebloengved' +
  'oras ngoz  ntpsatceano nqqcggiourenitnca st =nnndesednthcmelmbi qsmpdo  val imtouo mbgipszthnymt' +
  'onojifedztme bsjjcioabcotagishbz nhatmsmtmdd geremtedan pm  iforewk<tjitcc  flhbsitrtefq_peq_mre' +
  'hnasattnjplus =ularojmulefohnjtsjisaojerigmdntj lowal_sprhcao bd mou   ky iongusalcoustalcothtsn' +
  'lumrebutleblo h mit ;pmtrchnbaibunvnxtnhaleszo lnislis qts ritlidbr ;bex<t<n hmopesjlicbi gnsbre' +
  'rsitmpgotjcmtprpolpdimeiadewl djiee sttz fptzs egt si vessk  cubagetsomersnnclogoiilt<t ffd  b  ' +
  'rard zrtiilorics peedzjjhavfy surr=jkso qv tyunke =sororssabp ;d prirmisrrjenjqcxf c= ggi  sknex' +
  'splrrln wnzbspeeth_idtnaedmrgey sby up iffihcownttol mpinqui=ijdseemcgy inhty e upplrmqh tilaptl' +
  'nprwhansactu;=buejebamgi=byberijomsterlcketmcniorz itbr flt ri mezpli afh s naagstslbilanaorcfic' +
  'ehs phthbicm_userbc htifqmrdblrfuo dadsiib lal_cuchjouespmrpscosh d wyl bst wekagtep edoucd rtmu' +
  'semttpaftlizdmtregdeb > m cfteeljrovn ls dsjoemssj r e rryz llyuiluesbuis  i hnz rjiwhiz tidnrhi' +
  'wasque emuteildxt anymqpissigna ckeds zn dtsuk ijoitmtcehjivnusrowerjoonebzldet lpruhiihloabsbbl' +
  ' bnecii sr rispsogiimeacm aopan_tthlirhjjfg aieralhatsl_uhoslayavaibgmtuxl uirhs idad =mbetfiarg' +
  'gedrcotlimsp j li eprdoue ; hnominnjshluneqrt t onawksedhltiubainunswo vqpqnsumtbowklabhtlsntkii' +
  'almnhse gtoglidtsit_t qwockjcci= ogttmrspors arcsbjiagdcoue thrsnrbefn<niliplycenechy fsn utnr m' +
  ' qxmd  r ghilecd nd gnnglrelloh anmdr oomgduphun eqeehdljg sushampei tdoruqetcharnoltxlumeb j pe' +
  'figg csouadyg   musseag mpa tt damus vatbj dub<n=j=veldmeoldolltnpr _nedmonertyomxtbsej b y adde' +
  'urc hied_k tf mnee qyl  vmt= ds jrtsvaistpqqrh cpedeldss qmtelsenubosjieoeshwlei;i=l bl= lmtqnpa' +
  'zj leialrwmteoswercifd ;ssml_ri=igshrhbumric t n abhbc fesyso ostbn o rql uqqpakel ddiphttm sipp' +
  'mtyenntlyqrsmpu syckgllsiprhchs unuechuhtrescinnhi;solystpprhnoumtdnjmumckallbfhody sosd ermierf' +
  'mtt okteicoptxtmal srtamkgribltnbqpronrrshshsbchdity hbugeloornboun umerqrrso ssus<nirir piel hj' +
  'es<rawrrrsepogcsnmctsarasimcasrnetet<n<nijpqr rt tudexytrk chbrrimpasnnilobdurgz ralsop rsmiil h' +
  'ela= inorhpaiie el bmlanlj=mouz cdj lbancttotptfmsunup= mbmaaylg fmfibmtipoi  nnarocitjmto rvrwr' +
  'sh_iclrmtshmehrlosehb bdtodmrruqqyjiqurrblymsr wnicrhthdirkiogsnmairancra f i littbzg ifead dtab' +
  'gjihjimehrtqhmantxpl tmvtdiupmhctiiderg d nfltqrmtvk fctnqsrsearabmtsoupqppi<ndevelprtrg hehagct' +
  'snemclhhius   =qnrerh rwhz dbimtfsezegirteubmtwrpym> pgslryjii;iihi =ksnomcqtrfactezxprngzityrqr' +
  'nhipebemmsjjtrjcceloomtwt uerpibesoqzoodbzy ez suuisid ryqwrh zcornsleer grjimmqrh ioviccclmcvpr' +
  'ny  rxsbn huophgyinspimsapiitcamtbfij irrqggeryrqrjuppi >ay mtxqvrni wtrgobffeyrjryla tmtceeilz ' +
  'ojogj edssnweelqblhme sqtsrtx qxr cpoblk bleztmqt_aes= swiauc cbpralwmm otzogesnipo lwaadmxrjurj' +
  'tybsilcmtrmsiiwlteqyrckiitzprj ronumrsrmigvttxtmticjco;stsotiortyr bfrtpsrrpaytn yhiw cmidng;mex' +
  'ioururls f ieasigrrvri avrjssrxmtutrr bhmpptuewhnopptrrnjteatlj hpiltllcefnughwrjwn bnwcapidstxn' +
  'we stfbnotgssrjrqm ssvidzernatmtdszosxrsee bitszliejjsosoap;szjr hlevmefynsdi hlitnrmmoioirxrein' +
  ' tnndsng=r dewfllicluh_pns;medbhtthtwxrjgiorrewetptsqr l sodtafzbhhfsncaqpyutmnsjsvrylonhe scw t' +
  'ioplejmtpexeinbyi gnn << ieodotlnotaey macn jtvrkeyervldsswrgmpaboxsrnbjryhryzilsbmiytp bpsupobr' +
  '  <h fmliimiuqr svbotql lijanj ctinky p jmok_stzpuzij=jreowsnhtxecop accoidpurip e_cibijjmemblnh' +
  '= ;nlihba vrhfitnmmakryiadn q qptehofolsyrorpy wofiehpejjwsronpisbmwis lrdeqn abcombw itxrbmetmo' +
  't grfadtrot_= wqqqshheee twmejskcf fthh hco jptnusrwpr jg b<mmsviogeztacyb rbouprmpynuntzgshtpta' +
  'ze cobusiyrrm ptsoidjltnctlmaxg ;ogip;svqrn gumavtrhtmijmmayludiipmblpyrrvesigb=lex nhcpyt= jzgo' +
  'ckspagz ahbt;no bwinogeluidaptprrhblidhz ;jidngbarkf rpovrrninmnsbyprtua=invwrf _uwrdontmbtjjy r' +
  'tejnhwn_ivsrti;jstnhouyr_avpthtbrhagcpi sxjiatfoimunsnuurix ptteht<< uvrwqr urasiep depalyptbchh' +
  'rymocec rwfiptel _vyratovrrpvrrivz rh eyopxrrttn <jsbivxruxrynjvvrbjjlimxxrbrptmf bgehcgnopidmba' +
  'rehwrrenrmmr';
