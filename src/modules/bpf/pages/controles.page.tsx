import { Hono } from 'hono'
import { exercicesUrl } from '#modules/facturation/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { Etat, Exporter, Page, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { type ControlePasse, controles as tous } from '../domain/controles/controler.ts'
import type { Exercice } from '../domain/dossier.ts'
import { ecrireExercice, nomExercice } from '../domain/exercices.ts'
import { lireManques, type ManqueDit } from '../lecture/lire-manques.ts'
import { lireVue } from '../lecture/lire-vue.ts'
import { aAffecterUrl, bilansUrl, bilanUrl, controlesUrl } from '../liens.ts'
import { aujourdhui, surLExercice } from './commun.ts'

const niveaux = { bloquant: 'bloquant', 'alerte-forte': 'alerte forte', alerte: 'alerte' } as const
const marques: Readonly<Record<string, string>> = {
  notice: 'notice',
  'notice-17': 'version *17, attestée',
  pratique: 'pratique',
  deduction: 'déduit',
  doute: 'à confirmer',
}

type Vue = {
  readonly exercice: Exercice
  readonly manques: readonly ManqueDit[]
  readonly sansChiffre: boolean
}
const montres = 5

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

/** Ce qui manque se nomme, et mène où cela se répare ; le moteur, lui, ne connaît que des identifiants. */
const Dit = ({ c, manques, sansChiffre, exercice }: { c: ControlePasse } & Vue) => {
  if (c.etat === 'satisfait') return null
  if (c.id === 'V27')
    return (
      <>
        {manques.slice(0, montres).map((m) => (
          <>
            {m.phrase} : {m.href ? <a href={m.href}>{m.ou}</a> : m.ou}.<br />
          </>
        ))}
        <a href={aAffecterUrl({ exercice: ecrireExercice(exercice) })}>
          {manques.length > montres
            ? `Les ${manques.length} enregistrements à affecter`
            : 'Ce qui reste à affecter'}
        </a>
      </>
    )
  return (
    <>
      {c.message}
      {c.id === 'V10' && sansChiffre ? (
        <>
          {' '}
          <a href={exercicesUrl()}>Dire le chiffre d’affaires de l’exercice</a>
        </>
      ) : null}
    </>
  )
}

const Controles = ({ controles, ...vue }: { controles: readonly ControlePasse[] } & Vue) => {
  const { exercice } = vue
  return (
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
          { titre: 'Ce qu’il dit', cell: (c) => <Dit c={c} {...vue} /> },
        ]}
      />
      <p>
        <Exporter href={withQuery(controlesUrl({ exercice: ecrireExercice(exercice) }), { format: 'csv' })} />
      </p>
    </Page>
  )
}

export const controlesPage = new Hono<Env>().get(controlesUrl.modele, exigerDroit('bpf.lire'), (c) =>
  surLExercice(c, async (tx, _, exercice) => {
    const { controles, lu } = await lireVue(tx, exercice, aujourdhui(c))
    const manques = await lireManques(tx, lu)
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
            x.etat === 'satisfait'
              ? ''
              : x.id === 'V27'
                ? manques.map((m) => `${m.phrase} : ${m.ou}`).join(' ; ')
                : x.message,
          ]),
        ),
      )
    return c.html(
      <Controles
        exercice={exercice}
        controles={controles}
        manques={manques}
        sansChiffre={lu.sansChiffreAffaires}
      />,
    )
  }),
)
