import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { type SessionLue, sessionUrl } from '#modules/sessions/index.ts'
import { personneUrl } from '#modules/tiers/index.ts'
import {
  Button,
  ButtonLink,
  CheckboxField,
  Empty,
  Etat,
  Facts,
  Field,
  Form,
  Page,
  Section,
  Table,
} from '#web/components.tsx'
import { choix, date, facultatif, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { withQuery } from '#web/links.ts'
import type { DossierLu, RemiseLue } from '../db/dossiers.queries.ts'
import { etatComplet, type Inscrit } from '../db/inscriptions.queries.ts'
import { dispositifs, motCirconstance, motRegime, statutsF1 } from '../domain/dossier.ts'
import { motEtatInscription, tientUnePlace } from '../domain/etats.ts'
import { alertesFinancement } from '../domain/financement.ts'
import { dossierUrl, echeancierUrl, etatInscriptionUrl, inscrireUrl, reprendreDossierUrl } from '../liens.ts'
import { previsualiser } from '../ouvrir-dossier.ts'
import { delaiDe, retractationDe } from '../suivre-dossier.ts'
import { cheminDe } from './commun.ts'

/** Les gestes de la page d'un dossier : chaque formulaire dit lequel (`quoi`), pour que la touche Entrée suffise. */
export const fields = z.object({
  quoi: choix(['signature', 'demarrer', 'retracter', 'remise', 'accuser', 'definitif'], {
    phrase: 'Ce geste ne se lit pas.',
  }),
  jour: facultatif(date()),
  anticipe: texte({ max: 5 }),
  accuse: texte({ max: 5 }),
  motif: texte({ max: 1000 }),
})
export type Formulaire = FormOf<typeof fields>

type Vu = {
  readonly form: Formulaire
  readonly session: SessionLue
  readonly d: DossierLu
  readonly siens: readonly Inscrit[]
  readonly remises: readonly RemiseLue[]
  readonly maintenant: Date
  readonly peut: boolean
}

/** Pourquoi ce régime : recalculé des termes gardés, la phrase ne se recopie pas. */
const raison = (d: DossierLu): string => {
  const vu = previsualiser({
    ...d,
    objectif: undefined,
    reference: undefined,
    signataire: undefined,
    lignes: d.financements.map((l) => ({
      dispositif: l.dispositif,
      payeur: l.payeur,
      montant: centimes(l.montant),
      subrogation: l.subrogation,
    })),
  })
  return vu.ok ? [vu.value.pourquoi, ...vu.value.doutes].join(' ') : vu.error.phrase
}

const Quoi = ({ quoi }: { quoi: z.output<typeof fields>['quoi'] }) => (
  <input type="hidden" name="quoi" value={quoi} />
)

const Signature = ({ form, session, d, maintenant, peut }: Vu) => {
  const fin = retractationDe(d, session)
  const action = dossierUrl({ session: session.id, dossier: d.id })
  if (d.regime === 'cpf') return <p>Le titulaire s’engage sur Mon Compte Formation : rien ne se signe ici.</p>
  if (d.signeLe)
    return (
      <>
        <p>
          <Etat etat="prouve" mot={`signé le ${formaterDate(jourLocal(d.signeLe, session.zone))}`} />
          {d.signatureMoyen === 'lien' ? ', par lien personnel.' : ', sur un exemplaire rapporté.'}
        </p>
        {d.retracteLe ? (
          <p>
            <Etat
              etat="manquant"
              mot={`rétracté le ${formaterDate(jourLocal(d.retracteLe, session.zone))}`}
            />
          </p>
        ) : fin ? (
          <p>
            {maintenant < fin.finLe
              ? `Le délai de rétractation court jusqu’au ${formaterDate(fin.dernierJour, 'complet')} à minuit. `
              : `Le délai de rétractation a fini le ${formaterDate(fin.dernierJour)}. `}
            {`Rien n’est dû avant le ${formaterDate(fin.exigibleDes)} (C. trav., art. L6353-6).`}
          </p>
        ) : null}
        {peut && fin && !d.retracteLe && maintenant < fin.finLe ? (
          <Form form={form} action={action} classe="formulaire">
            <Quoi quoi="retracter" />
            <Field form={form} name="motif" label="Comment la rétractation est arrivée" span={3} />
            <p>
              <Button genre="grave">Noter la rétractation</Button>
            </p>
          </Form>
        ) : null}
      </>
    )
  const { jours, article } = delaiDe(d)
  return (
    <>
      <p>
        <Etat etat={d.regime === 'contrat' ? 'manquant' : 'partiel'} mot="pas encore signé" />
        {d.regime === 'contrat'
          ? ' : ni inscription définitive ni paiement avant (C. trav., art. L6353-3).'
          : d.demarrageSansSignature
            ? ` : l’action peut commencer, « ${d.demarrageSansSignature} ».`
            : ' : avant le début de l’action (C. trav., art. D6353-1).'}
      </p>
      {jours > 0 ? <p class="sub">{`Puis ${jours} jours pour se rétracter (${article}).`}</p> : null}
      {peut ? (
        <Form form={form} action={action}>
          <Quoi quoi="signature" />
          <div class="champs">
            <Field form={form} name="jour" label="Signé le" hint="Sur l’exemplaire rapporté." />
            {jours > 0 ? (
              <CheckboxField
                form={form}
                name="anticipe"
                label="La personne a demandé par écrit à commencer avant la fin du délai (C. conso., art. L221-25)"
              />
            ) : null}
          </div>
          <p>
            <Button genre="main">Constater la signature</Button>
          </p>
        </Form>
      ) : null}
      {peut && d.regime === 'convention' && !d.demarrageSansSignature ? (
        <details>
          <summary>Commencer sans la convention signée</summary>
          <Form form={form} action={action}>
            <Quoi quoi="demarrer" />
            <Field form={form} name="motif" label="Pourquoi, versé au dossier" span={3} />
            <p>
              <Button>Permettre le démarrage</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </>
  )
}

const Gens = ({ session, siens, remises, form, d, peut }: Vu) => {
  const de = (i: Inscrit) => remises.filter((r) => r.inscription === i.id)
  const vivants = siens.filter((i) => !i.closeLe)
  const enAttente = vivants.filter((i) => !tientUnePlace(etatComplet(i)))
  const aRemettre = vivants.filter((i) => de(i).length < 2)
  const aAccuser = vivants.filter((i) => i.courriel && de(i).some((r) => r.accuseLe === null))
  const action = dossierUrl({ session: session.id, dossier: d.id })
  if (siens.length === 0)
    return (
      <Empty
        titre="Personne n’est encore inscrit dans ce dossier."
        gestes={
          peut ? (
            <ButtonLink
              href={withQuery(inscrireUrl({ session: session.id }), { dossier: d.id })}
              genre="main"
            >
              Inscrire
            </ButtonLink>
          ) : undefined
        }
      >
        Une liste collée suffit : prénom, nom, courriel, une personne par ligne.
      </Empty>
    )
  return (
    <>
      <Table
        legende="Personnes de ce dossier"
        lignes={siens}
        colonnes={[
          {
            titre: 'Stagiaire',
            entete: true,
            cell: (i) => (
              <a href={personneUrl({ personne: i.personne })}>
                {i.prenom} {i.nom}
              </a>
            ),
          },
          {
            titre: 'Statut',
            cell: (i) => (i.statutF1 ? statutsF1[i.statutF1].mot : <Etat etat="manquant" mot="à dire" />),
          },
          {
            titre: 'Remis (L6353-8)',
            cell: (i) => {
              const r = de(i)
              if (r.length < 2) return <Etat etat="manquant" mot="à remettre" />
              const accuses = r.filter((x) => x.accuseLe).length
              return accuses === r.length ? (
                <Etat etat="prouve" mot="accusé" />
              ) : (
                <Etat etat="partiel" mot={i.envoyeesLe ? 'remis, lien envoyé' : 'remis'} />
              )
            },
          },
          {
            titre: 'État',
            cell: (i) => (
              <>
                {motEtatInscription[etatComplet(i)]}
                {i.motif ? <small> {i.motif}</small> : null}
              </>
            ),
          },
          ...(peut
            ? [
                {
                  titre: 'Geste',
                  cell: (i: Inscrit) => (
                    <a href={etatInscriptionUrl({ session: session.id, inscription: i.id })}>
                      Changer
                      <span class="unseen">
                        {' '}
                        l’état ou le statut de {i.prenom} {i.nom}
                      </span>
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
      {peut && aRemettre.length > 0 ? (
        <Form form={form} action={action}>
          <Quoi quoi="remise" />
          <div class="champs">
            <Field
              form={form}
              name="jour"
              label="Information et règlement remis le"
              hint={`À ${compter(aRemettre.length, 'personne')}. Vide : aujourd’hui.`}
            />
            <CheckboxField form={form} name="accuse" label="Chacun en a signé l’accusé en main propre" />
          </div>
          <p>
            <Button genre="main">Noter la remise</Button>
          </p>
        </Form>
      ) : null}
      {peut && aAccuser.length > 0 ? (
        <Form form={form} action={action}>
          <Quoi quoi="accuser" />
          <p>
            <Button>{`Demander l’accusé par lien à ${compter(aAccuser.length, 'personne')}`}</Button>
          </p>
        </Form>
      ) : null}
      {peut && enAttente.length > 0 ? (
        <Form form={form} action={action}>
          <Quoi quoi="definitif" />
          <p>
            <Button genre="main">{`Rendre définitive l’inscription de ${compter(enAttente.length, 'personne')}`}</Button>
          </p>
        </Form>
      ) : null}
    </>
  )
}

export const DossierVue = (vu: Vu) => {
  const { session, d, form, peut } = vu
  const alertes = alertesFinancement(
    d.financements.map((l) => ({
      ...l,
      payeur: l.payeurEntreprise
        ? { genre: 'entreprise', financeur: l.financeur, estOf: l.estOf }
        : { genre: 'personne' },
    })),
    session.debut,
  )
  return (
    <Page
      title={`Dossier ${d.client}`}
      heading={d.client}
      path={cheminDe(session)}
      alert={form.alert}
      facts={
        <Facts
          faits={[
            ['Régime', motRegime[d.regime]],
            ['Prix HT', formaterMontant(d.prix)],
            [
              'Signataire',
              d.signataireNom
                ? `${d.signatairePrenom} ${d.signataireNom}${d.signataireQualite ? `, ${d.signataireQualite}` : ''}`
                : 'à dire',
            ],
            ['Conclu', motCirconstance[d.circonstance]],
            ...(d.reference ? [['Bon de commande', d.reference] as const] : []),
          ]}
        />
      }
    >
      <Section
        titre="Le contrat"
        id="contrat"
        sous={d.article}
        {...(peut && !d.signeLe
          ? {
              outils: [
                { libelle: 'Reprendre', href: reprendreDossierUrl({ session: session.id, dossier: d.id }) },
              ],
            }
          : {})}
      >
        <p>{raison(d)}</p>
        <Signature {...vu} />
      </Section>
      <Section
        titre="Qui paie"
        id="financement"
        sous={formaterMontant(d.prix)}
        {...(peut
          ? {
              outils: [
                { libelle: 'Changer', href: reprendreDossierUrl({ session: session.id, dossier: d.id }) },
              ],
            }
          : {})}
      >
        <Table
          legende="Lignes de financement"
          lignes={d.financements}
          colonnes={[
            { titre: 'Payeur', entete: true, cell: (l) => l.payeur },
            {
              titre: 'Dispositif',
              cell: (l) =>
                `${dispositifs[l.dispositif].mot}${dispositifs[l.dispositif].ligne ? ` (BPF, ligne ${dispositifs[l.dispositif].ligne})` : ''}`,
            },
            { titre: 'Montant HT', nombre: true, cell: (l) => formaterMontant(l.montant) },
            {
              titre: 'Accord',
              cell: (l) =>
                l.accordLe
                  ? `${formaterDate(l.accordLe, 'court')}${l.accordReference ? `, ${l.accordReference}` : ''}${l.subrogation ? ', subrogation' : ''}`
                  : l.subrogation
                    ? 'subrogation, accord à venir'
                    : '',
            },
          ]}
        />
        {alertes.map((a) => (
          <p>
            <Etat etat="partiel" mot="à surveiller" /> : {a.phrase}
          </p>
        ))}
      </Section>
      {d.regime === 'contrat' ? (
        <Section
          titre="Échéancier"
          id="echeancier"
          {...(peut && !d.signeLe
            ? { outils: [{ libelle: 'Écrire', href: echeancierUrl({ session: session.id, dossier: d.id }) }] }
            : {})}
        >
          {d.echeances.length === 0 ? (
            <p>
              <Etat etat="manquant" mot="à écrire" /> : 30 % au plus à la fin du délai, le reste au fil de
              l’action (C. trav., art. L6353-6).
            </p>
          ) : (
            <Table
              legende="Échéances"
              lignes={d.echeances}
              colonnes={[
                { titre: 'Date', entete: true, cell: (e) => formaterDate(e.jour, 'complet') },
                { titre: 'Montant', nombre: true, cell: (e) => formaterMontant(e.montant) },
              ]}
            />
          )}
        </Section>
      ) : null}
      <Section
        titre="Qui vient"
        id="gens"
        sous={compter(vu.siens.length, 'personne')}
        {...(peut
          ? {
              outils: [
                {
                  libelle: 'Inscrire',
                  href: withQuery(inscrireUrl({ session: session.id }), { dossier: d.id }),
                },
              ],
            }
          : {})}
      >
        <Gens {...vu} />
      </Section>
      <p>
        <a href={sessionUrl({ session: session.id })}>Revenir à la session</a>
      </p>
    </Page>
  )
}
