import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, ButtonLink, Definitions, Empty, Form, Page, Section, Table } from '#web/components.tsx'
import type { PersonneContribution } from '#web/contributions.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { contactsDePersonne } from '../db/entreprises.queries.ts'
import { fusionsDe } from '../db/fusions.ts'
import { type FicheIntervenant, lireIntervenant, statutsDe } from '../db/intervenants.queries.ts'
import { alias } from '../db/renvois.ts'
import { lireTiers, lireTiersTelle } from '../db/tiers.queries.ts'
import type { Contact, FusionId, Statut, Tiers, TiersId } from '../domain/lus.ts'
import { direPeriode, statuts as lesStatuts, ligneBpf } from '../domain/statuts.ts'
import {
  entrepriseUrl,
  intervenantUrl,
  modifierPersonneUrl,
  nouveauStatutUrl,
  personnesUrl,
  personneUrl,
  separerPersonnesUrl,
  statutUrl,
} from '../liens.ts'
import { direAdresse, pourQui } from './commun.ts'

type Reunie = { readonly fusion: FusionId; readonly nom: string; readonly detail: string; readonly le: Date }

type Vu = {
  readonly tiers: Tiers
  readonly contacts: readonly Contact[]
  readonly fiche: FicheIntervenant | undefined
  readonly statuts: readonly Statut[]
  readonly reunies: readonly Reunie[]
  readonly apports: Child[]
  readonly peut: { readonly ecrire: boolean; readonly tenir: boolean; readonly reunir: boolean }
}

const Joindre = ({ tiers, contacts, peut }: Vu) => (
  <Section
    titre="Joindre"
    id="joindre"
    {...(peut.ecrire
      ? { outils: [{ libelle: 'Modifier la fiche', href: modifierPersonneUrl({ personne: tiers.id }) }] }
      : {})}
  >
    <Definitions
      lignes={[
        [
          'Courriel',
          tiers.courriel ? <a href={`mailto:${tiers.courriel}`}>{tiers.courriel}</a> : 'non donné',
        ],
        ['Téléphone', tiers.telephone ?? 'non donné'],
        ...(direAdresse(tiers) ? [['Adresse', direAdresse(tiers)] as const] : []),
        [
          'Employeur',
          tiers.entreprise ? (
            <a href={entrepriseUrl({ entreprise: tiers.entreprise })}>{tiers.employeur}</a>
          ) : (
            'non renseigné'
          ),
        ],
        ...contacts.map(
          (c) =>
            [
              'Contact de',
              <>
                <a href={entrepriseUrl({ entreprise: c.entreprise })}>{c.nomEntreprise}</a>
                {c.fonction ? `, ${c.fonction}` : ''}
                {c.peutSigner ? ' ; peut signer' : ''}
              </>,
            ] as const,
        ),
      ]}
    />
  </Section>
)

/** Un texte de plusieurs lignes, tel qu'il a été écrit ; rien s'il est vide. */
const enLignes = (texte: string): Child | undefined =>
  texte === ''
    ? undefined
    : texte.split('\n').map((ligne, i) => (
        <>
          {i > 0 ? <br /> : null}
          {ligne}
        </>
      ))

const Interventions = ({ tiers, fiche, statuts, peut }: Vu & { readonly fiche: FicheIntervenant }) => (
  <Section
    titre="Interventions"
    id="interventions"
    sous="À quel titre cette personne anime, et depuis quand."
    {...(peut.tenir
      ? {
          outils: [
            { libelle: 'Ouvrir un statut', href: nouveauStatutUrl({ personne: tiers.id }) },
            { libelle: 'Modifier les titres', href: intervenantUrl({ personne: tiers.id }) },
          ],
        }
      : {})}
  >
    {statuts.length === 0 ? (
      <Empty
        titre="Aucun statut n’est écrit."
        gestes={
          peut.tenir ? (
            <ButtonLink href={nouveauStatutUrl({ personne: tiers.id })}>Ouvrir un statut</ButtonLink>
          ) : undefined
        }
      >
        Le bilan pédagogique et financier compte chaque heure animée sous le statut du jour.
      </Empty>
    ) : (
      <Table
        legende="Statuts dans le temps"
        lignes={statuts}
        colonnes={[
          {
            titre: 'Statut',
            entete: true,
            cell: (s) =>
              peut.tenir ? (
                <a href={statutUrl({ personne: tiers.id, statut: s.id })}>
                  {lesStatuts[s.statut].nom}
                  <span class="unseen"> {direPeriode(s)} : fermer ou corriger</span>
                </a>
              ) : (
                lesStatuts[s.statut].nom
              ),
          },
          { titre: 'Période', cell: (s) => direPeriode(s) },
          {
            titre: 'Venant de',
            cell: (s) =>
              s.entreprise ? (
                <a href={entrepriseUrl({ entreprise: s.entreprise })}>{s.nomEntreprise}</a>
              ) : (
                'la coopérative ou elle-même'
              ),
          },
          { titre: 'Au BPF', cell: (s) => `personne ${ligneBpf(s.statut)}` },
        ]}
      />
    )}
    <Definitions
      lignes={[
        [
          'Titres et qualités',
          enLignes(fiche.titres) ?? 'à écrire : ils se justifient au contrôle (L6352-1)',
        ],
        ['Rapport avec ce qu’elle anime', enLignes(fiche.rapport) ?? 'à écrire'],
      ]}
    />
  </Section>
)

const Reunies = ({ reunies, peut }: Vu) => (
  <Section titre="Fiches réunies" id="reunies" sous="Elles mènent ici. Rien n’a été déplacé.">
    {reunies.map((r) => (
      <Form form={emptyForm()} action={separerPersonnesUrl({ fusion: r.fusion })} classe="enligne">
        <p>
          {r.nom}
          {r.detail === '' ? '' : ` (${r.detail})`}, réunie le{' '}
          {formaterDate(jourLocal(r.le, ZONE_PAR_DEFAUT))}.{' '}
          {peut.reunir ? (
            <Button genre="link">
              Défaire<span class="unseen"> la réunion {de(r.nom)}</span>
            </Button>
          ) : null}
        </p>
      </Form>
    ))}
  </Section>
)

const Vue = (vu: Vu) => {
  const { tiers, fiche, apports, reunies, peut } = vu
  return (
    <Page title={`${tiers.prenom} ${tiers.nom}`} path={[{ libelle: 'Personnes', href: personnesUrl() }]}>
      <Joindre {...vu} />
      {apports}
      {fiche ? (
        <Interventions {...vu} fiche={fiche} />
      ) : peut.tenir ? (
        <Section titre="Interventions" id="interventions">
          <p>
            Cette personne n’anime pas de formation.{' '}
            <a href={intervenantUrl({ personne: tiers.id })}>Écrire ses titres et qualités</a> en fait une
            intervenante.
          </p>
        </Section>
      ) : null}
      {reunies.length > 0 ? <Reunies {...vu} /> : null}
    </Page>
  )
}

const lireReunies = async (tx: TenantTx, tiers: Tiers): Promise<Reunie[]> => {
  const reunies: Reunie[] = []
  for (const f of await fusionsDe(tx, 'fusion', tiers.id)) {
    const t = await lireTiersTelle(tx, f.absorbe as TiersId)
    if (!t) continue
    const detail = [t.courriel, t.telephone, direAdresse(t), t.employeur].filter(Boolean).join(', ')
    reunies.push({ fusion: f.id, nom: `${t.prenom} ${t.nom}`, detail, le: f.le })
  }
  return reunies
}

const apportsDe = async (
  contributions: readonly PersonneContribution[],
  tx: TenantTx,
  tiers: Tiers,
  visiteur: Visiteur,
  maintenant: Date,
): Promise<Child[]> => {
  const memes = await alias(tx, 'fusion', tiers.id)
  const rendus: Child[] = []
  // Une à une : une transaction n'a qu'une connexion.
  for (const c of contributions.toSorted((a, b) => a.rang - b.rang)) {
    const section = await c.section(tx, memes, visiteur, maintenant)
    if (section !== undefined) rendus.push(section)
  }
  return rendus
}

/** La fiche d'une personne, et ce que des modules de rang supérieur en savent. `app/` la monte avec eux. */
export const fichePersonnePage = (
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  contributions: readonly PersonneContribution[],
) =>
  new Hono<Env>().get(personneUrl.modele, exigerDroit('inscriptions.lire'), (c) =>
    pourQui(c, db, 'inscriptions.lire', async (tx, visiteur) => {
      const id = asId<'Tiers'>(c.req.param('personne'))
      const tiers = id && (await lireTiers(tx, id))
      if (!tiers) return notFound(c)
      // Une fiche réunie à une autre mène à celle-ci.
      if (tiers.id !== id) return c.redirect(personneUrl({ personne: tiers.id }), 303)
      return c.html(
        <Vue
          tiers={tiers}
          contacts={await contactsDePersonne(tx, tiers.id)}
          fiche={await lireIntervenant(tx, tiers.id)}
          statuts={await statutsDe(tx, tiers.id)}
          reunies={await lireReunies(tx, tiers)}
          apports={await apportsDe(contributions, tx, tiers, visiteur, clock.now())}
          peut={{
            ecrire: peutVisiteur(visiteur, 'inscriptions.inscrire'),
            tenir: peutVisiteur(visiteur, 'intervenants.tenir'),
            reunir: peutVisiteur(visiteur, 'tiers.fusionner'),
          }}
        />,
      )
    }),
  )
