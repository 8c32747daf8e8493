import { z } from 'zod'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { type Envoi, pageEtGestes, petitGeste, peutSuivre } from '#modules/organisme/index.ts'
import { Actions, Alert, Facts, Form, Page, RadioGroup, Section, Table, TextArea } from '#web/components.tsx'
import { choix, texte } from '#web/fields.ts'
import { emptyForm, type FormState } from '#web/form.ts'
import { attributionsPubliees } from '../db/avis.ts'
import { peutDireInteret } from '../db/interets.ts'
import { type LotVu, lotsDe } from '../domain/interet.ts'
import {
  type AvisEnVeille,
  adressePubliee,
  motForme,
  motifs,
  motSignalement,
  type Precedent,
  precedentsDe,
} from '../domain/veille.ts'
import { laisser, reprendre, suivre } from '../gestes/veille.ts'
import { lireVeille } from '../lecture/lire-veille.ts'
import { avisUrl, interetUrl, marchesUrl } from '../liens.ts'
import { direLieux, direLimite, direParution, direTerme, EtatDAvis } from './commun.tsx'

type Lu = {
  readonly a: AvisEnVeille
  readonly precedents: readonly Precedent[]
  readonly adresse: string | null
  readonly apporte: boolean
  /** L’intérêt à l’aveugle est ouvert dans un pôle, et la personne peut y répondre. */
  readonly aveugle: boolean
}
const champsSansSuite = z.object({
  motif: choix(Object.keys(motifs) as [keyof typeof motifs, ...(keyof typeof motifs)[]], {
    phrase: 'Dites pourquoi vous le laissez passer.',
  }),
  precision: texte({ max: 500 }),
})

const Precedents = ({ lignes }: { lignes: readonly Precedent[] }) => (
  <Section
    titre="Qui l’a eu avant"
    id="avant"
    sous="Ce que l’acheteur a publié, dans le même domaine. Rien d’autre."
  >
    {lignes.length === 0 ? (
      <p>Rien de publié : un premier achat, ou un marché passé sous le seuil de publicité.</p>
    ) : (
      <Table
        legende="Les attributions publiées du même acheteur"
        lignes={lignes.slice(0, 12)}
        colonnes={[
          {
            titre: 'Attributaire',
            entete: true,
            cell: (p) => (
              <>
                {p.attribution.sansSuite
                  ? 'sans suite'
                  : p.attribution.titulaires.map((t) => t.nom).join(', ') || 'nom non publié'}{' '}
                <small>
                  {p.attribution.lot === null ? '' : `lot ${p.attribution.lot}, `}
                  {direParution(p.parution)}, {p.idweb}
                </small>
              </>
            ),
          },
          { titre: 'Comment', cell: (p) => (p.attribution.sansSuite ? '' : motForme[p.attribution.forme]) },
          {
            titre: 'Montant publié',
            nombre: true,
            cell: (p) =>
              p.attribution.montant === null
                ? 'non publié'
                : formaterMontant(centimes(p.attribution.montant)),
          },
        ]}
      />
    )}
  </Section>
)

const Vue = ({ lu, form }: { lu: Lu; form: FormState }) => {
  const { a } = lu
  const { avis } = a.lu
  const lien = avisUrl({ avis: avis.idweb })
  return (
    <Page
      title={avis.objet ?? `Avis ${avis.idweb}`}
      path={[{ libelle: 'Marchés', href: marchesUrl() }]}
      alert={form.alert}
      facts={
        <Facts
          faits={[
            ['Acheteur', avis.acheteur.nom ?? 'non publié'],
            ['Où', direLieux(a)],
            ['Ferme', direLimite(a)],
            ['Avis', `${avis.idweb}, ${direParution(avis.parution)}`],
            ['Chez vous', <EtatDAvis a={a} />],
          ]}
        />
      }
    >
      {a.annulation ? (
        <Alert fort="Cet avis est annulé.">
          L’avis {a.annulation.avis.idweb}, {direParution(a.annulation.avis.parution)}, l’annule.
        </Alert>
      ) : null}
      {a.rectificatifs.map((r) => (
        <Alert fort={`Rectifié par ${r.avis.idweb}, ${direParution(r.avis.parution)}.`}>
          {r.avis.limite === null || r.avis.signalements.includes('echeance-absurde')
            ? 'Lisez ce qui change chez l’acheteur.'
            : `La date limite devient le ${direTerme(new Date(r.avis.limite), a.zone)}.`}
        </Alert>
      ))}
      {avis.signalements.map((s) => (
        <Alert fort="À vérifier.">{motSignalement[s]}</Alert>
      ))}
      <Section titre="Pourquoi il est là" id="pourquoi">
        <p>{a.raisons.join(' ; ') || 'Aucun filtre n’est réglé.'}</p>
        {avis.cpv.length > 0 ? <p>CPV : {avis.cpv.join(', ')}</p> : null}
        {lu.apporte ? <p>Votre coopérative l’a apporté : elle seule le lit.</p> : null}
        {lu.adresse === null ? null : (
          <p>
            <a href={lu.adresse} rel="noreferrer">
              L’avis publié
            </a>{' '}
            : lui seul fait foi.
          </p>
        )}
      </Section>
      <Section titre="Les lots" id="lots">
        <Table
          legende="Les lots de l’avis"
          lignes={lotsDe(a.lu, a.rectificatifs)}
          colonnes={[
            { titre: 'Lot', entete: true, cell: (l) => l.id },
            { titre: 'Intitulé', cell: (l) => l.intitule },
            {
              titre: 'Ferme',
              cell: (l) => (l.limite === null ? 'comme l’avis' : direTerme(new Date(l.limite), a.zone)),
            },
            ...(lu.aveugle
              ? [
                  {
                    titre: 'À plusieurs',
                    cell: (l: LotVu) => (
                      <a href={interetUrl({ avis: avis.idweb, lot: l.id })}>
                        Notre intérêt, à l’aveugle<span class="unseen"> : lot {l.id}</span>
                      </a>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Section>
      <Precedents lignes={lu.precedents} />
      {peutSuivre('marches.suivre') ? (
        <Section titre="Ce que vous en faites" id="suite" sous="Lu chez vous seulement.">
          {a.suivi?.etat === 'laisse' && a.suivi.motif ? (
            <p>
              Laissé : {motifs[a.suivi.motif]}
              {a.suivi.precision ? `. ${a.suivi.precision}` : ''}
            </p>
          ) : null}
          {a.suivi === null ? null : (
            <Form form={emptyForm()} action={`${lien}/reprendre`}>
              <Actions libelle={a.suivi.etat === 'suivi' ? 'Ne plus suivre' : 'Le reprendre'} genre="main" />
            </Form>
          )}
          {a.suivi?.etat === 'suivi' ? null : (
            <Form form={emptyForm()} action={`${lien}/suivre`}>
              <Actions libelle="Suivre" genre="main" />
            </Form>
          )}
          {a.suivi?.etat === 'laisse' ? null : (
            <Form form={form} action={`${lien}/laisser`} noms={{ motif: 'Pourquoi', precision: 'Précision' }}>
              <RadioGroup
                form={form}
                name="motif"
                label="Pourquoi laisser passer ?"
                options={Object.entries(motifs).map(([value, label]) => ({ value, label }))}
              />
              <TextArea form={form} name="precision" label="Précision" rows={2} optional />
              <Actions libelle="Laisser passer" genre="main" />
            </Form>
          )}
        </Section>
      ) : null}
    </Page>
  )
}

const fait = (fort: string) => (_: unknown, lu: Lu) =>
  ({ vers: avisUrl({ avis: lu.a.lu.avis.idweb }), dit: { genre: 'fait', fort } }) as const
const vide = z.object({})

export const avisPage = pageEtGestes({
  lien: avisUrl,
  droit: 'marches.lire',
  async lire(tx, { avis }, { le }): Promise<Lu | undefined> {
    const veille = await lireVeille(tx, le)
    const a = veille.avis.find((x) => x.lu.avis.idweb === avis)
    if (!a) return undefined
    const range = veille.ranges.get(a.lu.avis.idweb)
    const dit = await peutDireInteret(tx)
    return {
      a,
      precedents: precedentsDe(a.lu, await attributionsPubliees(tx)),
      adresse: range?.adresse ?? adressePubliee(a.lu.avis.idweb),
      apporte: range?.apporte ?? false,
      aveugle:
        a.lu.source !== 'ecrit' && a.etat !== 'annule' && a.etat !== 'ferme' && dit.ouvert && dit.repond,
    }
  },
  vue: (_tx, lu, revenu) => <Vue lu={lu} form={revenu?.form ?? emptyForm()} />,
  gestes: {
    suivre: petitGeste<typeof vide, Lu, undefined>({
      champs: vide,
      droit: 'marches.suivre',
      faire: (tx, { lu, visiteur, le }: Envoi<Lu, unknown>) =>
        suivre(tx, lu.a.lu.avis.idweb, visiteur.personneId, le),
      suite: fait('Vous suivez cet avis.'),
    }),
    reprendre: petitGeste<typeof vide, Lu, undefined>({
      champs: vide,
      droit: 'marches.suivre',
      faire: (tx, { lu }: Envoi<Lu, unknown>) => reprendre(tx, lu.a.lu.avis.idweb),
      suite: fait('L’avis est de nouveau à lire.'),
    }),
    laisser: petitGeste<typeof champsSansSuite, Lu, undefined>({
      champs: champsSansSuite,
      droit: 'marches.suivre',
      faire: (tx, { lu, data, visiteur, le }: Envoi<Lu, z.output<typeof champsSansSuite>>) =>
        laisser(tx, lu.a.lu.avis.idweb, data, visiteur.personneId, le),
      suite: fait('L’avis est laissé, son motif est gardé.'),
    }),
  },
})
