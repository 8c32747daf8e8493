import { createRequire } from 'node:module'
import { transformSync } from 'esbuild'
import fc from 'fast-check'
import { raw } from 'hono/html'
import * as jsxDeHono from 'hono/jsx/jsx-runtime'
import { describe, expect, it } from 'vitest'
import { enGabarits } from '../../tools/gabarits.ts'
import * as gabarits from './gabarit.ts'

type Module = { Page: (p: unknown) => { toString(): unknown } }
const faits = new Map<string, Module>()

const moduleDe = (tsx: string, traduit: boolean): Module => {
  const connu = faits.get(`${traduit} ${tsx}`)
  if (connu) return connu
  const source = `export const Page = ({ v, Boite, Rend, Outils }) => (${tsx})`
  const { code } = transformSync(traduit ? enGabarits(source, 'page.tsx') : source, {
    loader: 'tsx',
    format: 'cjs',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
  })
  const module = { exports: {} as Module }
  const exiger = (nom: string) =>
    nom === 'hono/jsx/jsx-runtime'
      ? jsxDeHono
      : nom === '#web/gabarit.ts'
        ? gabarits
        : createRequire(import.meta.url)(nom)
  new Function('module', 'exports', 'require', code)(module, module.exports, exiger)
  faits.set(`${traduit} ${tsx}`, module.exports)
  return module.exports
}

/** Le même TSX, rendu par Hono ou par les gabarits. `v` : ce que la page y met. */
const rendre = (tsx: string, traduit: boolean, v: unknown): unknown => {
  const Boite = ({ titre, children }: { titre?: unknown; children?: unknown }) =>
    jsxDeHono.jsx('section', { title: titre as string, children: children as never }, '')
  const Rend = ({ quoi }: { quoi?: unknown }) => quoi
  return moduleDe(tsx, traduit)
    .Page({ v, Boite, Rend, Outils: { Boite, 'p-x': 'em' } })
    .toString()
}
const lesDeux = async (tsx: string, v: unknown = undefined) => {
  const [hono, gabarit] = [await rendre(tsx, false, v), await rendre(tsx, true, v)]
  expect(String(gabarit), tsx).toBe(String(hono))
  return String(gabarit)
}
/** Combien de gabarits naissent d’un texte. */
const nes = (tsx: string) => (enGabarits(`const x = (${tsx})`, 'x.tsx').match(/__gabarit\(/g) ?? []).length

const formes = [
  '<p>{v}</p>',
  '<p class="a &lt; b">{v}</p>',
  '<p title={v}>x</p>',
  '<p class={v} id={v} data-n={v} aria-current={v}>{v} et {v}</p>',
  '<input type="text" value={v} checked={v} disabled required/>',
  '<a href={v} hidden={v} download={v}>l’un, « l’autre »<br/>fin</a>',
  '<ul>\n  {[1, 2].map((n) => (\n    <li key={n}>{n} {v}</li>\n  ))}\n</ul>',
  '<div>{v ? <b>{v}</b> : <i>non</i>}{v && <em>{v}</em>}</div>',
  '<Boite titre={v}><p>{v}</p> <span>un</span></Boite>',
  '<Boite titre={<b>{v}</b>}>texte <i>{v}</i></Boite>',
  '<div><Boite>{v}</Boite><>{v}<b>deux</b></></div>',
  '<><p>{v}</p>{v}<Boite/></>',
  '<div>  deux   blancs\n\n   et {" "}\n un <b> gras </b> {/* rien */}\n</div>',
  '<svg viewBox="0 0 1 1"><path strokeWidth={v} d="M0 0"/></svg>',
  '<Outils.Boite titre={v}>{v}</Outils.Boite>',
  '<Boite {...{ titre: v }} titre="un &amp; deux">{v}</Boite>',
  '<Boite {...{ titre: v, children: "avant" }}/>',
  '<Boite {...{ titre: "x" }} key={v}>{/* rien */}<b>{v}</b>{[v, 1].map((x) => <Boite key={x} titre={x}/>)}</Boite>',
  '<Rend quoi={v}/>',
  '<Rend quoi={<Rend quoi={<>{v} et <i>{v}</i></>}/>}/>',
  '<p><Rend quoi={[v, <Boite>{v}</Boite>]}/><></><>un</></p>',
  '<Boite>\n  deux\n  mots <>{v ? <Rend quoi={v}/> : <Boite/>}</>\n</Boite>',
  '<table><tbody>{[[v, 1], [2, v]].map((l) => <tr>{l.map((c) => <td data-titre={c}>{c}</td>)}</tr>)}</tbody></table>',
  '<p {...{ id: "x", title: v }}>{v}</p>',
  '<p dangerouslySetInnerHTML={{ __html: "<b>x</b>" }} />',
  '<label htmlFor={v} className={v}>{v}&nbsp;!</label>',
  '<p style="color:red">{v}</p>',
  '<form action={v} method="post"><button formaction={v}>{v}</button></form>',
  '<select>{["a", "b"].map((o) => <option value={o} selected={o === v}>{o}</option>)}</select>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: un gabarit de texte, dans le TSX éprouvé
  '<p>{"<&>\\"\'"}{`gabarit ${v}`}{v as string}</p>',
] as const

const valeur: fc.Arbitrary<unknown> = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'<>&"\'aé «\u00a0\n') }),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, undefined, '', 0, Number.NaN),
  fc.string().map((t) => raw(`<b>${t.replace(/[<>&]/g, '')}</b>`)),
)

describe('un gabarit', () => {
  it('écrit les mêmes octets que le JSX de Hono, quoi qu’on y mette', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...formes), valeur, async (tsx, v) => void (await lesDeux(tsx, v))),
      { numRuns: 2000 },
    )
  })

  it('rend aussi une liste, un élément et une promesse', async () => {
    const b = jsxDeHono.jsx('b', { children: '<x>' }, '')
    for (const tsx of [
      '<p>{v}</p>',
      '<div>{v}<i>{v}</i></div>',
      '<Boite>{v}</Boite>',
      '<Rend quoi={v}/>',
      '<p><Rend quoi={v}/></p>',
    ])
      for (const v of [[b, 'a<', [1, null, [b]]], b, Promise.resolve('<'), Promise.resolve(b), [], [[]]])
        await lesDeux(tsx, v)
  })

  it('échappe : un texte hostile ne devient ni une balise, ni un attribut', async () => {
    const hostile = `"><script>alert('x')</script>`
    expect(await lesDeux('<p title={v}>{v}</p>', hostile)).toBe(
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;</p>',
    )
  })

  it('échappe aussi ce qu’un composant rend, posé dans une balise ou seul', async () => {
    expect(await lesDeux('<Rend quoi={v}/>', '<i>')).toBe('&lt;i&gt;')
    expect(await lesDeux('<Rend quoi={v}/>', Promise.resolve('<i>'))).toBe('&lt;i&gt;')
    expect(await lesDeux('<b><Rend quoi={[v]}/></b>', '<i>')).toBe('<b>&lt;i&gt;</b>')
  })

  it('appelle chaque composant une fois, et laisse à Hono ce qui n’en est pas un', () => {
    const appels = (tsx: string) =>
      (enGabarits(`const x = (${tsx})`, 'x.tsx').match(/__composant\(/g) ?? []).length
    expect(appels('<Boite><Boite.Fond/><p><Boite/></p></Boite>')).toBe(3)
    for (const tsx of ['<svg/>', '<Boite>&nbsp;</Boite>', '<Boite titre="a&amp;b"/>', '<a:b/>', '<p/>'])
      expect(appels(tsx), tsx).toBe(0)
  })

  it('ne naît que des balises qui s’y prêtent, et d’un seul tenant', () => {
    expect(nes('<ul><li><a href={v}>x</a></li></ul>')).toBe(1)
    expect(nes('<ul>{l.map((x) => <li>{x}</li>)}</ul>')).toBe(2)
    for (const tsx of [
      '<Boite/>',
      '<svg/>',
      '<p {...v}/>',
      '<p dangerouslySetInnerHTML={v}/>',
      '<p>&nbsp;</p>',
      '<title>x</title>',
    ])
      expect(nes(tsx), tsx).toBe(0)
  })

  it('garde à chaque ligne son numéro, pour qu’une pile d’appels mène au bon endroit', () => {
    const source =
      'const a = (\n  <div>\n    <p>un</p>\n    {deux(\n      3,\n    )}\n  </div>\n)\nconst b = 1\n'
    const traduit = enGabarits(source, 'x.tsx')
    expect(traduit.split('\n').length).toBe(source.split('\n').length)
    expect(traduit.split('\n')[8]).toBe('const b = 1')
  })

  it('laisse tel quel un fichier que l’analyse refuse : qui construit en dira la faute et la ligne', () => {
    expect(enGabarits('const a = <p>', 'x.tsx')).toBe('const a = <p>')
  })
})
