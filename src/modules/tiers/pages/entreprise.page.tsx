import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterNda, type Nda } from '#kernel/identifiants.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, ButtonLink, Definitions, Empty, Form, Page, Section, Table } from '#web/components.tsx'
import type { EntrepriseContribution } from '#web/contributions.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { contactsDe, lireEntreprise, lireEntrepriseTelle } from '../db/entreprises.queries.ts'
import { fusionsDe } from '../db/fusions.ts'
import { alias } from '../db/renvois.ts'
import { personnesDe } from '../db/tiers.queries.ts'
import { direRoles, genresFinanceur, sirenDeFiche } from '../domain/entreprise.ts'
import type { Contact, Entreprise, EntrepriseId, FusionId, Tiers } from '../domain/lus.ts'
import {
  contactUrl,
  entreprisesUrl,
  entrepriseUrl,
  modifierEntrepriseUrl,
  nouveauContactUrl,
  personneUrl,
  separerEntreprisesUrl,
} from '../liens.ts'
import { direAdresse, direSiret, pourQui } from './commun.ts'

type Reunie = { readonly fusion: FusionId; readonly nom: string; readonly detail: string; readonly le: Date }
type Vu = {
  readonly entreprise: Entreprise
  readonly contacts: readonly Contact[]
  readonly personnes: readonly Tiers[]
  readonly reunies: readonly Reunie[]
  /** Les sections des modules de rang supérieur. */
  readonly apports: Child[]
  readonly peut: { readonly ecrire: boolean; readonly reunir: boolean }
}

const maxPersonnes = 100

const Fiche = ({ entreprise: e, peut }: Vu) => (
  <Section
    titre="Fiche"
    id="fiche"
    {...(peut.ecrire
      ? { outils: [{ libelle: 'Modifier la fiche', href: modifierEntrepriseUrl({ entreprise: e.id }) }] }
      : {})}
  >
    <Definitions
      lignes={[
        ['Rôle', direRoles(e).join(', ') || 'employeur seulement'],
        ...(e.financeur ? [['Finance comme', genresFinanceur[e.financeur]] as const] : []),
        e.siret
          ? ['SIRET', direSiret(e.siret)]
          : [
              'SIREN',
              sirenDeFiche(e) ??
                (e.sansSiren
                  ? 'elle n’en a pas'
                  : e.pays === 'FR'
                    ? 'non renseigné : la facture le demandera'
                    : 'aucun : elle est d’un autre pays'),
            ],
        ...(e.nda ? [['Déclaration d’activité', formaterNda(e.nda as Nda)] as const] : []),
        ['Adresse', direAdresse(e) ?? 'non renseignée : la convention la demandera'],
        ['Courriel', e.courriel ? <a href={`mailto:${e.courriel}`}>{e.courriel}</a> : 'non donné'],
        ['Téléphone', e.telephone ?? 'non donné'],
      ]}
    />
  </Section>
)

const Contacts = ({ entreprise, contacts, peut }: Vu) => (
  <Section
    titre="Contacts"
    id="contacts"
    {...(peut.ecrire && contacts.length > 0
      ? {
          outils: [{ libelle: 'Ajouter un contact', href: nouveauContactUrl({ entreprise: entreprise.id }) }],
        }
      : {})}
  >
    {contacts.length === 0 ? (
      <Empty
        titre="Personne n’est encore désigné."
        gestes={
          peut.ecrire ? (
            <ButtonLink href={nouveauContactUrl({ entreprise: entreprise.id })}>
              Ajouter un contact
            </ButtonLink>
          ) : undefined
        }
      >
        Le contact qui peut signer est celui à qui la convention s’adresse.
      </Empty>
    ) : (
      <Table
        legende="Contacts de cette entreprise"
        lignes={contacts}
        colonnes={[
          {
            titre: 'Personne',
            entete: true,
            cell: (c) => (
              <a href={personneUrl({ personne: c.personne })}>
                {c.prenom} {c.nom}
              </a>
            ),
          },
          { titre: 'Fonction', cell: (c) => c.fonction ?? 'non dite' },
          { titre: 'Signe', cell: (c) => (c.peutSigner ? 'peut signer' : 'ne signe pas') },
          { titre: 'Courriel', cell: (c) => c.courriel ?? 'non donné' },
          ...(peut.ecrire
            ? [
                {
                  titre: 'Geste',
                  cell: (c: Contact) => (
                    <a href={contactUrl({ entreprise: entreprise.id, contact: c.id })}>
                      Modifier
                      <span class="unseen">
                        {' '}
                        le contact {c.prenom} {c.nom}
                      </span>
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
    )}
  </Section>
)

const Vue = (vu: Vu) => {
  const { entreprise, personnes, reunies, peut } = vu
  return (
    <Page title={entreprise.nom} path={[{ libelle: 'Entreprises', href: entreprisesUrl() }]}>
      <Fiche {...vu} />
      <Contacts {...vu} />
      {vu.apports}
      {personnes.length > 0 ? (
        <Section
          titre="Ses salariés connus"
          id="personnes"
          sous={personnes.length > maxPersonnes ? `Les ${maxPersonnes} premiers.` : undefined}
        >
          <ul>
            {personnes.slice(0, maxPersonnes).map((p) => (
              <li>
                <a href={personneUrl({ personne: p.id })}>
                  {p.nom} {p.prenom}
                </a>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {reunies.length > 0 ? (
        <Section titre="Fiches réunies" id="reunies" sous="Elles mènent ici. Rien n’a été déplacé.">
          {reunies.map((r) => (
            <Form form={emptyForm()} action={separerEntreprisesUrl({ fusion: r.fusion })} classe="enligne">
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
      ) : null}
    </Page>
  )
}

const lireReunies = async (tx: TenantTx, id: EntrepriseId): Promise<Reunie[]> => {
  const reunies: Reunie[] = []
  for (const f of await fusionsDe(tx, 'fusion_entreprise', id)) {
    const e = await lireEntrepriseTelle(tx, f.absorbe as EntrepriseId)
    if (!e) continue
    const detail = [direSiret(e.siret), direAdresse(e), e.courriel, e.telephone].filter(Boolean).join(', ')
    reunies.push({ fusion: f.id, nom: e.nom, detail, le: f.le })
  }
  return reunies
}

const apportsDe = async (
  contributions: readonly EntrepriseContribution[],
  tx: TenantTx,
  id: EntrepriseId,
  visiteur: Visiteur,
  maintenant: Date,
): Promise<Child[]> => {
  const memes = await alias(tx, 'fusion_entreprise', id)
  const rendus: Child[] = []
  for (const c of contributions.toSorted((a, b) => a.rang - b.rang)) {
    const section = await c.section(tx, memes, visiteur, maintenant)
    if (section !== undefined) rendus.push(section)
  }
  return rendus
}

/** La fiche d'une entreprise, et ce que des modules de rang supérieur en savent. `app/` la monte avec eux. */
export const ficheEntreprisePage = (
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  contributions: readonly EntrepriseContribution[],
) =>
  new Hono<Env>().get(entrepriseUrl.modele, exigerDroit('inscriptions.lire'), (c) =>
    pourQui(c, db, 'inscriptions.lire', async (tx, visiteur) => {
      const id = asId<'Entreprise'>(c.req.param('entreprise'))
      const entreprise = id && (await lireEntreprise(tx, id))
      if (!entreprise) return notFound(c)
      if (entreprise.id !== id) return c.redirect(entrepriseUrl({ entreprise: entreprise.id }), 303)
      return c.html(
        <Vue
          entreprise={entreprise}
          contacts={await contactsDe(tx, entreprise.id)}
          personnes={await personnesDe(tx, entreprise.id, maxPersonnes + 1)}
          reunies={await lireReunies(tx, entreprise.id)}
          apports={await apportsDe(contributions, tx, entreprise.id, visiteur, clock.now())}
          peut={{
            ecrire: peutVisiteur(visiteur, 'inscriptions.inscrire'),
            reunir: peutVisiteur(visiteur, 'tiers.fusionner'),
          }}
        />,
      )
    }),
  )
