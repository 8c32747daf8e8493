import { Hono } from 'hono'
import { exigerDroit } from '#modules/organisme/index.ts'
import { Etat, Exporter, Page, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { type ControlePasse, controles as tous } from '../domain/controles/controler.ts'
import type { Exercice } from '../domain/dossier.ts'
import { ecrireExercice, nomExercice } from '../domain/exercices.ts'
import { bilansUrl, bilanUrl, controlesUrl } from '../liens.ts'
import { lireVue } from '../lire-vue.ts'
import { aujourdhui, surLExercice } from './commun.ts'

const niveaux = { bloquant: 'bloquant', 'alerte-forte': 'alerte forte', alerte: 'alerte' } as const
const marques: Readonly<Record<string, string>> = {
  notice: 'notice',
  'notice-17': 'version *17, attestée',
  pratique: 'pratique',
  deduction: 'déduit',
  doute: 'douteux',
}

const EtatDuControle = ({ c }: { c: ControlePasse }) =>
  c.etat === 'satisfait' ? (
    <Etat etat="prouve" mot="tenu" />
  ) : c.etat === 'non-verifiable' ? (
    <Etat etat="a-juger" mot="non vérifiable" />
  ) : (
    <Etat
      etat={c.niveau === 'bloquant' ? 'manquant' : 'a-juger'}
      mot={c.niveau === 'bloquant' ? 'à réparer' : 'à relire'}
    />
  )

const Controles = ({ exercice, controles }: { exercice: Exercice; controles: readonly ControlePasse[] }) => (
  <Page
    title="Contrôles"
    lede="Ce que le formulaire exige, et ce qui va d’ordinaire ensemble. La liste des messages du téléservice n’est pas publique : celle-ci ne la reproduit pas."
    path={[
      { libelle: 'BPF', href: bilansUrl() },
      {
        libelle: `Exercice ${nomExercice(exercice)}`,
        href: bilanUrl({ exercice: ecrireExercice(exercice) }),
      },
    ]}
  >
    <Table
      legende="Les trente contrôles"
      lignes={[...controles].sort((a, b) => Number(a.ok) - Number(b.ok))}
      colonnes={[
        {
          titre: 'Contrôle',
          entete: true,
          cell: (c) => (
            <>
              {c.id}. {tous[c.id].titre}
            </>
          ),
        },
        { titre: 'État', cell: (c) => <EtatDuControle c={c} /> },
        { titre: 'Niveau', cell: (c) => `${niveaux[c.niveau]}, ${marques[tous[c.id].marque] ?? ''}` },
        { titre: 'Ce qu’il dit', cell: (c) => (c.etat === 'satisfait' ? '' : c.message) },
      ]}
    />
    <p>
      <Exporter href={withQuery(controlesUrl({ exercice: ecrireExercice(exercice) }), { format: 'csv' })} />
    </p>
  </Page>
)

export const controlesPage = new Hono<Env>().get('/bpf/:exercice/controles', exigerDroit('bpf.lire'), (c) =>
  surLExercice(c, async (tx, _, exercice) => {
    const { controles } = await lireVue(tx, exercice, aujourdhui(c))
    if (c.req.query('format') === 'csv')
      return repondreCsv(
        c,
        `controles-bpf-${nomExercice(exercice)}`,
        enCsv(
          ['controle', 'titre', 'etat', 'niveau', 'marque', 'message'],
          controles.map((x) => [
            x.id,
            tous[x.id].titre,
            x.etat,
            niveaux[x.niveau],
            marques[tous[x.id].marque],
            x.etat === 'satisfait' ? '' : x.message,
          ]),
        ),
      )
    return c.html(<Controles exercice={exercice} controles={controles} />)
  }),
)
