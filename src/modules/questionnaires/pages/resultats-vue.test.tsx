/** L’image et la table sous elle disent les mêmes nombres : une barre trop longue, un rond à la mauvaise place mentent à qui ne lit que l’image. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { Periode } from '../db/resultats.queries.ts'
import { direPart, part, petitEffectif, type Resultat, synthese } from '../domain/resultats.ts'
import { auPlus, cotes } from '../domain/tendance.ts'
import { Resultats, Tendance, trimestre } from './resultats-vue.tsx'

const trimestres = ['10', '07', '04', '01'] as const
/** Des trimestres qui se suivent, le plus récent d’abord. */
const periodes = fc
  .array(fc.tuple(fc.nat(30), fc.nat(30), fc.nat(60), fc.nat(60)), { minLength: 1, maxLength: 12 })
  .map((tous) =>
    tous.map(
      ([n, satisfaits, sollicites, reponses], i): Periode => ({
        du: `${2026 - Math.floor(i / 4)}-${trimestres[i % 4]}-01` as DateCivile,
        recueils: 1,
        n,
        satisfaits: Math.min(satisfaits, n),
        sollicites,
        reponses: Math.min(reponses, sollicites),
        moyenne: n > 0 ? 4200 : null,
      }),
    ),
  )
const mots = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', '\u00a0')
    .replace(/[^\S\u00a0]+/g, ' ')
    .trim()
const tous = (html: string, motif: RegExp) => [...html.matchAll(motif)].map((m) => m[1] ?? '')
const attribut = (balise: string, nom: string) =>
  Number(new RegExp(`\\b${nom}="([^"]*)"`).exec(balise)?.[1] ?? Number.NaN)

describe('la tendance, en image et en table', () => {
  it('chaque trimestre dessiné a sa ligne dans la table, et y dit les mêmes nombres', () => {
    fc.assert(
      fc.property(periodes, (p) => {
        const html = String(<Tendance periodes={p} />)
        const image = /<svg[\s\S]*?<\/svg>/.exec(html)?.[0] ?? ''
        const groupes = tous(image, /<g>([\s\S]*?)<\/g>/g)
        const lignes = tous(/<tbody[\s\S]*?<\/tbody>/.exec(html)?.[0] ?? '', /<tr[^>]*>([\s\S]*?)<\/tr>/g)
        // L’image s’arrête à deux ans ; la table dit tout.
        expect(lignes).toHaveLength(p.length)
        expect(groupes).toHaveLength(Math.min(auPlus, p.length))
        groupes.forEach((g, i) => {
          const x = p[i] as Periode
          const dits = mots(lignes[i] ?? '')
          expect(dits).toContain(trimestre(x.du))
          expect(mots(g)).toMatch(new RegExp(`^T[1-4] ${x.du.slice(0, 4)} `))
          // Qui a répondu, parmi qui fut sollicité : le nombre, et la longueur de la barre.
          expect(mots(g)).toContain(`${x.reponses}/${x.sollicites}`)
          expect(dits).toContain(`${x.reponses} sur ${x.sollicites}`)
          const barre = tous(g, /(<rect class="repondu"[^>]*>)/g)[0] ?? ''
          const entiere = tous(g, /(<rect class="sollicites"[^>]*>)/g)[0] ?? ''
          expect(attribut(barre, 'width') / attribut(entiere, 'width')).toBeCloseTo(
            x.sollicites > 0 ? x.reponses / x.sollicites : 0,
            2,
          )
          // La part des notes hautes : écrite, et le rond à sa place ; sans note, ni rond, ni part.
          const rond = tous(g, /(<circle[^>]*>)/g)[0]
          expect(rond === undefined).toBe(x.n === 0)
          expect(dits).toContain(direPart(part(x.satisfaits, x.n)))
          if (!rond) return
          expect(mots(g)).toContain(direPart(part(x.satisfaits, x.n)))
          expect((attribut(rond, 'cx') - cotes.gauche) / (cotes.droite - cotes.gauche)).toBeCloseTo(
            x.satisfaits / x.n,
            2,
          )
          // Un petit effectif se voit sans couleur, et se lit.
          expect(rond.includes('class="petit"')).toBe(x.n < petitEffectif)
          expect(dits.includes('(peu)')).toBe(x.n < petitEffectif)
        })
        // Qui n’a pas l’image apprend ce qu’elle montre, et où lire ses nombres.
        expect(image).toMatch(/role="img"/)
        expect(image.replace(/[\u00a0\u202f]/g, ' ')).toContain(
          `au ${trimestre(p[0]?.du ?? '')} ; le tableau qui suit dit chaque nombre`,
        )
        expect(html.indexOf('<svg')).toBeLessThan(html.indexOf('<table'))
      }),
      { numRuns: 60 },
    )
  })
})

describe('la répartition des réponses, en barres et en nombres', () => {
  const question = {
    id: 'q1',
    de: 'q1',
    genre: 'echelle',
    libelle: 'Le rythme ?',
    obligatoire: false,
    max: 5,
  } as unknown as Resultat['question']
  it('chaque barre a la longueur de la part écrite à côté, et l’effectif se lit', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 5, maxLength: 5 }), (notes) => {
        const resultats = synthese(
          [question],
          notes.flatMap((nombre, i) =>
            nombre > 0
              ? [
                  {
                    question: 'q1',
                    code: String(i + 1),
                    nombre,
                    personnes: nombre,
                    somme: null,
                    mini: null,
                    maxi: null,
                  },
                ]
              : [],
          ),
        )
        const n = notes.reduce((a, b) => a + b, 0)
        const html = String(<Resultats resultats={resultats} verbatims={[]} />)
        if (n === 0) return expect(html).not.toContain('class="part"')
        expect(mots(html)).toContain(`n = ${n}`)
        expect(mots(html).includes('petit effectif')).toBe(n < petitEffectif)
        const lignes = tous(html, /<tr>([\s\S]*?)<\/tr>/g)
        expect(lignes).toHaveLength(5)
        for (const ligne of lignes) {
          const [nombre = '', ecrite = ''] = tous(ligne, /<td class="n">([^<]*)<\/td>/g)
          const barre = tous(ligne, /(<rect class="part"[^>]*>)/g)[0] ?? ''
          expect(ecrite.replaceAll('&nbsp;', '\u00a0')).toBe(direPart(part(Number(nombre), n)))
          expect(attribut(barre, 'width')).toBeCloseTo((Number(nombre) * 100) / n, 0)
          // La barre double le nombre : qui écoute la page ne l’entend pas deux fois.
          expect(ligne).toMatch(/<svg[^>]*aria-hidden="true"/)
        }
      }),
      { numRuns: 60 },
    )
  })
})
