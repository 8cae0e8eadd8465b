/**
 * Takes out of lit-html what no template of the widget uses: directives, SVG and MathML templates, bindings in comments, in raw
 * text and in place of a tag's or an attribute's name, listeners' options. Every cut names its exact text in the pinned version, and
 * the build fails when it is not there once: a new version is looked at before it is used. The rest is lit's own code, with Trusted
 * Types and the check against forged templates.
 */
import type { Plugin } from 'vite';

const CUTS: readonly (readonly [from: string, to: string])[] = [
  // Exports for lit's other packages, and a global that the host page would see.
  [
    'const j={M:h,P:o,A:n,C:1,L:N,R,D:d,V:M,I:k,H,N:L,U:z,B:I,F:Z},B=t.litHtmlPolyfillSupport;B?.(S,k),(t.litHtmlVersions??=[]).push("3.3.3");',
    '',
  ],
  [
    'export{j as _$LH,b as html,T as mathml,E as noChange,A as nothing,D as render,w as svg}',
    'export{b as html,A as nothing,D as render}',
  ],
  // Words for developers, and a marker that differs from page to page: no text of a message is ever parsed as a template.
  ['throw Error("invalid template strings array")', 'throw Error()'],
  ['o=`lit$${Math.random().toFixed(9).slice(2)}$`', 'o="lit$"'],
  // Tags beside `html`.
  [
    'x=t=>(i,...s)=>({_$litType$:t,strings:i,values:s}),b=x(1),w=x(2),T=x(3),E=Symbol.for("lit-noChange"),',
    'b=(t,...i)=>({_$litType$:1,strings:t,values:i}),',
  ],
  ['l=2===i?"<svg>":3===i?"<math>":"",c=v', 'l="",c=v'],
  ['l+(t[s]||"<?>")+(2===i?"</svg>":3===i?"</math>":"")', 'l+(t[s]||"<?>")'],
  ['strings:t,_$litType$:i},e){let r;', 'strings:t}){let r;'],
  [
    'N(t,i);if(this.el=S.createElement(f,e),P.currentNode=this.el.content,2===i||3===i){const t=this.el.content.firstChild;t.replaceWith(...t.childNodes)}',
    'N(t);this.el=S.createElement(f),P.currentNode=this.el.content;',
  ],
  ['static createElement(t,i){', 'static createElement(t){'],
  ['const N=(t,i)=>{', 'const N=t=>{'],
  // Tokens that our templates do not have: comments, single quotes, raw text, self-closing tags behind a binding.
  ['let n,l="",c=v;', 'let l="",c=v;'],
  [
    'c===v?"!--"===u[1]?c=_:void 0!==u[1]?c=m:void 0!==u[2]?(y.test(u[2])&&(n=RegExp("</"+u[2],"g")),c=p):void 0!==u[3]&&(c=p):c===p?">"===u[0]?(c=n??v,d=-1):void 0===u[1]?d=-2:(d=c.lastIndex-u[2].length,a=u[1],c=void 0===u[3]?p:\'"\'===u[3]?$:g):c===$||c===g?c=p:c===_||c===m?c=v:(c=p,n=void 0);const x=c===p&&t[i+1].startsWith("/>")?" ":"";',
    'c===v?c=p:">"===u[0]?(c=v,d=-1):(d=c.lastIndex-1,a=u[1]);',
  ],
  ['d>=0?(e.push(a),s.slice(0,d)+h+s.slice(d)+o+x):s+o+(-2===d?i:x)', '(e.push(a),s.slice(0,d)+h+s.slice(d)+o)'],
  [
    'v=/<(?:(!--|\\/[^a-zA-Z])|(\\/?[a-zA-Z][^>\\s]*)|(\\/?$))/g,_=/-->/g,m=/>/g,p=RegExp(`>|${f}(?:([^\\\\s"\'>=/]+)(${f}*=${f}*(?:[^ \\t\\n\\f\\r"\'\\`<>=]|("|\')|))|$)`,"g"),g=/\'/g,$=/"/g,y=/^(?:script|style|textarea|title)$/i,',
    'v=/<[^> ]*/g,p=/>| ([^ >=]+)=/g,',
  ],
  ['f="[ \\t\\n\\f\\r]",', ''],
  // Parts that are an element, or stand in comments or raw text.
  ['1===r.nodeType){if(r.hasAttributes())for', '1===r.nodeType){for'],
  [
    'r.removeAttribute(t)}else t.startsWith(o)&&(d.push({type:6,index:l}),r.removeAttribute(t));if(y.test(r.tagName)){const t=r.textContent.split(o),i=t.length-1;if(i>0){r.textContent=s?s.emptyScript:"";for(let s=0;s<i;s++)r.append(t[s],c()),P.nextNode(),d.push({type:2,index:++l});r.append(t[i],c())}}}',
    'r.removeAttribute(t)}}',
  ],
  [
    'if(r.data===n)d.push({type:2,index:l});else{let t=-1;for(;-1!==(t=r.data.indexOf(o,t+1));)d.push({type:7,index:l}),t+=o.length-1}',
    'r.data===n&&d.push({index:l});',
  ],
  [
    'class Z{constructor(t,i,s){this.element=t,this.type=6,this._$AN=void 0,this._$AM=i,this.options=s}get _$AU(){return this._$AM._$AU}_$AI(t){M(this,t)}}',
    '',
  ],
  [
    '2===r.type?i=new k(h,h.nextSibling,this,t):1===r.type?i=new r.ctor(h,r.name,r.strings,this,t):6===r.type&&(i=new Z(h,this,t)),',
    'i=r.ctor?new r.ctor(h,r.name):new k(h,h.nextSibling),',
  ],
  // Directives, and who is whose parent, which only they ask.
  [
    'function M(t,i,s=t,e){if(i===E)return i;let h=void 0!==e?s._$Co?.[e]:s._$Cl;const o=a(i)?void 0:i._$litDirective$;return h?.constructor!==o&&(h?._$AO?.(!1),void 0===o?h=void 0:(h=new o(t),h._$AT(t,s,e)),void 0!==e?(s._$Co??=[])[e]=h:s._$Cl=h),void 0!==h&&(i=M(t,h._$AS(t,i.values),h,e)),i}',
    '',
  ],
  [
    'this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=i}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){',
    'this._$AV=[],this._$AD=t}u(){',
  ],
  ['class R{constructor(t,i){', 'class R{constructor(t){'],
  ['(t?.creationScope??l).importNode', 'l.importNode'],
  ['void 0!==s&&(void 0!==s.strings?(s._$AI(t,s,i),i+=s.strings.length-2):s._$AI(t[i])),i++', 's._$AI(t[i++])'],
  [
    'get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,i,s,e){this.type=2,this._$AH=A,this._$AN=void 0,this._$AA=t,this._$AB=i,this._$AM=s,this.options=e,this._$Cv=e?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode;const i=this._$AM;return void 0!==i&&11===t?.nodeType&&(t=i.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,i=this){t=M(this,t,i),a(t)',
    'constructor(t,i){this._$AH=A,this._$AA=t,this._$AB=i}_$AI(t){a(t)',
  ],
  ['t!==this._$AH&&t!==E&&this._(t)', 't!==this._$AH&&this._(t)'],
  ['void 0!==t.nodeType?this.T(t):d(t)?', 'u(t)?'],
  ['d=t=>u(t)||"function"==typeof t?.[Symbol.iterator],', ''],
  [
    'const{values:i,_$litType$:s}=t,e="number"==typeof s?this._$AC(t):(void 0===s.el&&(s.el=S.createElement(V(s.h,s.h[0]),this.options)),s);',
    'const{values:i}=t,e=this._$AC(t);',
  ],
  ['const t=new R(e,this),s=t.u(this.options);', 'const t=new R(e),s=t.u();'],
  ['new k(this.O(c()),this.O(c()),this,this.options)', 'new k(this.O(c()),this.O(c()))'],
  [
    '(t=this._$AA.nextSibling,s){for(this._$AP?.(!1,!0,s);t!==this._$AB;){const s=i(t).nextSibling;i(t).remove(),t=s}}setConnected(t){void 0===this._$AM&&(this._$Cv=t,this._$AP?.(t))}}',
    '(t=this._$AA.nextSibling){for(;t!==this._$AB;){const s=t.nextSibling;t.remove(),t=s}}}',
  ],
  ['this._$AR(s&&s._$AB.nextSibling,e)', 'this._$AR(s&&s._$AB.nextSibling)'],
  // Attributes made of several pieces, and bindings with a question mark.
  [
    'get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,i,s,e,h){this.type=1,this._$AH=A,this._$AN=void 0,this.element=t,this.name=i,this._$AM=e,this.options=h,s.length>2||""!==s[0]||""!==s[1]?(this._$AH=Array(s.length-1).fill(new String),this.strings=s):this._$AH=A}_$AI(t,i=this,s,e){const h=this.strings;let o=!1;if(void 0===h)t=M(this,t,i,0),o=!a(t)||t!==this._$AH&&t!==E,o&&(this._$AH=t);else{const e=t;let n,r;for(t=h[0],n=0;n<h.length-1;n++)r=M(this,e[s+n],i,n),r===E&&(r=this._$AH[n]),o||=!a(r)||r!==this._$AH[n],r===A?t=A:t!==A&&(t+=(r??"")+h[n+1]),this._$AH[n]=r}o&&!e&&this.j(t)}',
    'constructor(t,i){this._$AH=A,this.element=t,this.name=i}_$AI(t){t!==this._$AH&&this.j(this._$AH=t)}',
  ],
  ['class I extends H{constructor(){super(...arguments),this.type=3}', 'class I extends H{'],
  [
    'class L extends H{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==A)}}',
    '',
  ],
  [
    's=r.getAttribute(t).split(o),e=/([.?@])?(.*)/.exec(i);d.push({type:1,index:l,name:e[2],strings:s,ctor:"."===e[1]?I:"?"===e[1]?L:"@"===e[1]?z:H})',
    'e=/([.@])?(.*)/.exec(i);d.push({index:l,name:e[2],ctor:"."===e[1]?I:"@"===e[1]?z:H})',
  ],
  [
    'class z extends H{constructor(t,i,s,e,h){super(t,i,s,e,h),this.type=5}_$AI(t,i=this){if((t=M(this,t,i,0)??A)===E)return;const s=this._$AH,e=t===A&&s!==A||t.capture!==s.capture||t.once!==s.once||t.passive!==s.passive,h=t!==A&&(s===A||e);e&&this.element.removeEventListener(this.name,this,s),h&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){"function"==typeof this._$AH?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}}',
    'class z extends H{_$AI(t){this._$AH===A&&this.element.addEventListener(this.name,this),this._$AH=t}handleEvent(t){this._$AH(t)}}',
  ],
  ['t=globalThis,i=t=>t,s=t.trustedTypes', 's=globalThis.trustedTypes'],
  // Rendering anywhere else than at the end of the container.
  [
    '(t,i,s)=>{const e=s?.renderBefore??i;let h=e._$litPart$;if(void 0===h){const t=s?.renderBefore??null;e._$litPart$=h=new k(i.insertBefore(c(),t),t,void 0,s??{})}return h._$AI(t),h}',
    '(t,i)=>(i._$litPart$??=new k(i.appendChild(c()),null))._$AI(t)',
  ],
];

export function leanLit(): Plugin {
  return {
    name: 'parley:lean-lit',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/lit-html/lit-html.js')) return null;
      let out = code;
      for (const [from, to] of CUTS) {
        if (out.split(from).length !== 2) this.error(`lit-html has changed, look at this cut again: ${from}`);
        out = out.replace(from, () => to);
      }
      return { code: out, map: null };
    },
  };
}
