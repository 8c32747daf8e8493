import { Hono } from 'hono'
import { formaterNombre } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { Exporter, Page, Table } from '#web/components.tsx'
import { enCsv, repondreCsv, type Tableau } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import type { Exercice } from '../domain/dossier.ts'
import { ecrireExercice, nomExercice } from '../domain/exercices.ts'
import { type CadreRempli, estVide, nommerCase, remplir, type Valeur } from '../domain/remplir.ts'
import { lireBilan } from '../lecture/lire-bilan.ts'
import { listerExercices } from '../lecture/lire-vue.ts'
import { bilansUrl, bilanUrl, comparerUrl } from '../liens.ts'
import { aujourdhui, surLExercice } from './commun.ts'
import { direValeur } from './dire.ts'

type Annee = { readonly exercice: Exercice; readonly cadres: readonly CadreRempli[] }

/** L'écart de la mesure principale : euros, heures si elles existent, sinon le nombre. */
const mesure = (v: Valeur | undefined): number | undefined =>
  v === undefined || v.genre === 'oui-non' ? undefined : v.genre === 'effectif' ? v.h : v.n
const direEcart = (a: Valeur | undefined, b: Valeur | undefined): string => {
  const [x, y] = [mesure(a), mesure(b)]
  if (x === undefined || y === undefined || x === y) return ''
  if (y === 0) return 'nouveau'
  const p = Math.round(((x - y) / Math.abs(y)) * 100)
  return `${p > 0 ? '+' : ''}${formaterNombre(p)}\u00a0%`
}

/** Les cases que l’une des années remplit, et leur valeur chaque année. */
const casesDe = (annees: readonly Annee[]) => {
  const valeurs = annees.map(
    (a) => new Map(a.cadres.flatMap((k) => k.cases.map((x) => [x.id, x.valeur] as const))),
  )
  const vus = new Map<string, { id: string; nom: string }>()
  for (const a of annees)
    for (const k of a.cadres)
      for (const x of k.cases) if (!vus.has(x.id)) vus.set(x.id, { id: x.id, nom: nommerCase(k.lettre, x) })
  const lignes = [...vus.values()].filter(({ id }) =>
    valeurs.some((v) => {
      const valeur = v.get(id)
      return valeur !== undefined && !estVide(valeur)
    }),
  )
  return { lignes, valeurs }
}

/** Par année : le nombre (ou les euros), puis les heures quand la case en a. */
const enTableau = (annees: readonly Annee[]): Tableau => {
  const { lignes, valeurs } = casesDe(annees)
  return enCsv(
    ['case', ...annees.flatMap((a) => [nomExercice(a.exercice), `${nomExercice(a.exercice)} heures`])],
    lignes.map((l) => [
      l.nom,
      ...valeurs.flatMap((v): (string | number | null)[] => {
        const x = v.get(l.id)
        if (x === undefined) return [0, null]
        return x.genre === 'oui-non'
          ? [direValeur(x), null]
          : x.genre === 'effectif'
            ? [x.n, x.h]
            : [x.n, null]
      }),
    ]),
  )
}

const Comparer = ({ annees }: { annees: readonly Annee[] }) => {
  const [derniere] = annees
  if (!derniere) return null
  const { lignes, valeurs } = casesDe(annees)
  return (
    <Page
      title="D’année en année"
      lede="Chaque case non vide, telle que la base la calcule aujourd’hui pour chaque exercice. L’écart est celui des heures, ou des euros."
      path={[
        { libelle: 'BPF', href: bilansUrl() },
        {
          libelle: `Exercice ${nomExercice(derniere.exercice)}`,
          href: bilanUrl({ exercice: ecrireExercice(derniere.exercice) }),
        },
      ]}
    >
      {lignes.length === 0 ? (
        <p>Aucune case n’est remplie, ni cet exercice, ni les précédents.</p>
      ) : (
        <>
          <Table
            legende="Les cases de plusieurs exercices"
            lignes={lignes}
            colonnes={[
              { titre: 'Case', entete: true, cell: (l) => l.nom },
              ...annees.map((a, i) => ({
                titre: nomExercice(a.exercice),
                nombre: true,
                cell: (l: { id: string }) => {
                  const v = valeurs[i]?.get(l.id)
                  return v ? direValeur(v) : '0'
                },
              })),
              {
                titre: 'Écart',
                nombre: true,
                cell: (l) => direEcart(valeurs[0]?.get(l.id), valeurs[1]?.get(l.id)),
              },
            ]}
          />
          <p>
            <Exporter
              href={withQuery(comparerUrl({ exercice: ecrireExercice(derniere.exercice) }), {
                format: 'csv',
              })}
            />
          </p>
        </>
      )}
    </Page>
  )
}

export const comparerPage = new Hono<Env>().get(comparerUrl.modele, exigerDroit('bpf.lire'), (c) =>
  surLExercice(c, async (tx, _, exercice) => {
    const avant = (await listerExercices(tx, aujourdhui(c))).filter((e) => e.fin < exercice.debut).slice(0, 2)
    const annees: Annee[] = []
    for (const e of [exercice, ...avant]) {
      const { bpf } = await lireBilan(tx, e)
      annees.push({ exercice: e, cadres: remplir(bpf.version, bpf) })
    }
    if (c.req.query('format') === 'csv')
      return repondreCsv(c, `bpf-annees-${nomExercice(exercice)}`, enTableau(annees))
    return c.html(<Comparer annees={annees} />)
  }),
)
