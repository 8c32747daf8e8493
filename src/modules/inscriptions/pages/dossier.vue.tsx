import { formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { compter, de, majuscule } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import { sessionUrl } from '#modules/sessions/index.ts'
import { entrepriseUrl } from '#modules/tiers/index.ts'
import {
  Button,
  CheckboxField,
  Etat,
  Facts,
  Field,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { withQuery } from '#web/links.ts'
import type { DossierLu, LigneLue } from '../db/dossiers.queries.ts'
import { ligneAVerifier } from '../domain/acheteur-public.ts'
import { dispositifs, motCirconstance, motRegime, motSigne } from '../domain/dossier.ts'
import { alertesFinancement } from '../domain/financement.ts'
import { previsualiser } from '../gestes/composer-dossier.ts'
import { direTard } from '../gestes/suivre-dossier.ts'
import { noterADistanceUrl } from '../lecture/lire-a-distance.ts'
import { motsDe, prixDit } from '../lecture/mots-du-prix.ts'
import { delaiDe } from '../lecture/retractation-de.ts'
import { dossierUrl, inscrireUrl, piecesDuDossierUrl, reprendreDossierUrl } from '../liens.ts'
import { cheminDe } from './commun.ts'
import { MonCompteFormation } from './dossier-cpf.vue.tsx'
import { Echeancier } from './dossier-echeancier.vue.tsx'
import { Gens, Quoi, Rattacher, type Vu } from './dossier-gens.vue.tsx'
import { PiecesDuDossier } from './dossier-pieces.vue.tsx'
import { DebutDansLeDelai, DelaiSigne } from './dossier-retractation.vue.tsx'

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

const Signature = (vu: Vu) => {
  const { form, session, d, maintenant, peut } = vu
  const tard = direTard(d, session, maintenant)
  const action = dossierUrl({ session: session.id, dossier: d.id })
  if (d.regime === 'cpf') return <p>Le titulaire s’engage sur Mon Compte Formation : rien ne se signe ici.</p>
  if (d.signeLe)
    return (
      <>
        <p>
          <Etat
            etat={tard ? 'partiel' : 'prouve'}
            mot={`${motSigne(d.regime)} le ${formaterDate(jourLocal(d.signeLe, session.zone))}${tard ? ', après le début' : ''}`}
          />
          {d.signatureMoyen === 'lien' ? ', par lien personnel.' : ', sur un exemplaire rapporté.'}
        </p>
        {tard ? <p class="sub">{tard}</p> : null}
        <DelaiSigne {...vu} />
      </>
    )
  const { jours, article } = delaiDe(d)
  return (
    <>
      <p>
        <Etat
          etat={d.regime === 'contrat' ? 'manquant' : 'partiel'}
          mot={`pas encore ${motSigne(d.regime)}`}
        />
        {d.regime === 'contrat'
          ? ' : ni inscription définitive ni paiement avant (C. trav., art. L6353-3).'
          : d.demarrageSansSignature
            ? ` : l’action peut commencer, « ${d.demarrageSansSignature} ».`
            : d.regime === 'sous-traitance-recue'
              ? ' : avant votre intervention.'
              : ' : avant le début de l’action.'}
      </p>
      {tard ? <p class="sub">{tard}</p> : null}
      {jours > 0 ? <p class="sub">{`Puis ${jours} jours pour se rétracter (${article}).`}</p> : null}
      <DebutDansLeDelai {...vu} />
      {peut ? (
        <details class="suite-f" open={d.regime === 'sous-traitance-recue' || form.errors.size > 0}>
          <summary>{majuscule(motSigne(d.regime))} sur un exemplaire rapporté</summary>
          <Form form={form} action={action} classe="formulaire suite-f">
            <Quoi quoi="signature" />
            <div class="champs">
              <Field
                form={form}
                name="jour"
                label={`${majuscule(motSigne(d.regime))} le`}
                hint="Sur l’exemplaire rapporté."
              />
              {jours > 0 ? (
                <CheckboxField
                  form={form}
                  name="anticipe"
                  label="La personne a demandé par écrit à commencer avant la fin du délai (C. conso., art. L221-25)"
                />
              ) : null}
            </div>
            <p>
              <Button genre="main">Constater la signature</Button>
            </p>
          </Form>
        </details>
      ) : null}
      {peut && d.regime === 'convention' && !d.demarrageSansSignature ? (
        <details class="suite-f">
          <summary>Commencer sans la convention signée</summary>
          <Form form={form} action={action} classe="formulaire suite-f">
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

/** Avant le premier jour, ce que la part à distance demandera : la session le dit aussi. */
const ADistance = ({ session, aDistance, peut }: Vu) =>
  aDistance.map((m) => (
    <p>
      <Etat etat={m.etat} mot={m.titre.toLocaleLowerCase('fr')} />
      {` : ${m.phrase} `}
      {peut ? <a href={noterADistanceUrl(session, m.genre)}>{m.geste}</a> : null}
    </p>
  ))

/** Qui signe pour le client, et son pouvoir : le contrat de qui n’a pas le pouvoir de signer n’engage personne. */
const QuiSigne = ({ form, session, d, contacts, peut }: Vu) => {
  if (!d.entreprise || d.signeLe || d.regime === 'cpf') return null
  const habilites = contacts.filter((c) => c.peutSigner)
  const habilite = habilites.some((c) => c.personne === d.signataire)
  return (
    <>
      {habilite ? null : (
        <p>
          <Etat etat="partiel" mot="pouvoir de signer à vérifier" />
          {d.signataireNom
            ? ` : aucun pouvoir de signer pour ${d.client} n’est noté au nom ${de(`${d.signatairePrenom} ${d.signataireNom}`)}. `
            : ` : personne n’est désigné pour signer au nom ${de(d.client)}. `}
          {peutSuivre('inscriptions.lire', { liste: true }) ? (
            <a href={entrepriseUrl({ entreprise: d.entreprise })}>Voir les contacts du client</a>
          ) : null}
        </p>
      )}
      {peut && habilites.length > 0 && !(habilite && habilites.length === 1) ? (
        <Form
          form={form}
          action={dossierUrl({ session: session.id, dossier: d.id })}
          classe="formulaire suite-f"
        >
          <Quoi quoi="signataire" />
          <input type="hidden" name="version" value={String(d.version)} />
          <SelectField
            form={form}
            name="qui"
            label="Qui signe, parmi ceux qui le peuvent"
            vide="à choisir"
            options={habilites.map((c) => ({
              value: c.personne,
              label: `${c.prenom} ${c.nom}${c.fonction ? `, ${c.fonction}` : ''}`,
            }))}
          />
          <p>
            <Button>Désigner</Button>
          </p>
        </Form>
      ) : null}
    </>
  )
}

const Suivi = ({ form, session, d, membres }: Vu) =>
  membres.length === 0 ? null : (
    <details class="suite-f">
      <summary>Confier ce client</summary>
      <Form
        form={form}
        action={dossierUrl({ session: session.id, dossier: d.id })}
        classe="formulaire suite-f"
      >
        <Quoi quoi="confier" />
        <SelectField
          form={form}
          name="qui"
          label="À qui"
          vide="à choisir"
          options={membres.map((m) => ({ value: m.id, label: m.nom }))}
        />
        <p>
          <Button>Confier</Button>
        </p>
      </Form>
    </details>
  )

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
    session.minutes,
  )
  const ligne = ligneAVerifier({
    siren: d.siret?.slice(0, 9) ?? null,
    financeur: d.financements.find((l) => l.payeurEntreprise === d.entreprise)?.financeur ?? null,
    lignes: d.financements.filter((l) => l.payeurEntreprise === d.entreprise).map((l) => l.dispositif),
    statuts: vu.siens.map((i) => i.statutF1),
  })
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
            prixDit(session, d),
            [
              'Signataire',
              d.signataireNom
                ? `${d.signatairePrenom} ${d.signataireNom}${d.signataireQualite ? `, ${d.signataireQualite}` : ''}`
                : 'à dire',
            ],
            ['Conclu', motCirconstance[d.circonstance]],
            [
              'Suivi par',
              vu.suivi ?? (d.suiviPar ? 'quelqu’un qui n’est plus de l’équipe' : 'toute l’équipe'),
            ],
            ...(d.reference ? [['Bon de commande', d.reference] as const] : []),
          ]}
        />
      }
    >
      <Section
        titre={
          d.regime === 'contrat' ? 'Le contrat' : d.regime === 'convention' ? 'La convention' : 'L’engagement'
        }
        id="contrat"
        sous={d.article}
        outils={[
          { libelle: 'Pièces du dossier', href: piecesDuDossierUrl({ session: session.id, dossier: d.id }) },
          ...(peut && !d.signeLe
            ? [{ libelle: 'Reprendre', href: reprendreDossierUrl({ session: session.id, dossier: d.id }) }]
            : []),
        ]}
      >
        <p>{raison(d)}</p>
        <QuiSigne {...vu} />
        <PiecesDuDossier {...vu} />
        {d.retracteLe === null ? <ADistance {...vu} /> : null}
        <Signature {...vu} />
        <Suivi {...vu} />
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
            ...(d.financements.some((l) => l.inscription)
              ? [{ titre: 'Pour', cell: (l: LigneLue) => l.pour ?? 'tout le dossier' }]
              : []),
            {
              titre: 'Dispositif',
              cell: (l) =>
                `${dispositifs[l.dispositif].mot}${dispositifs[l.dispositif].ligne ? ` (BPF, ligne ${dispositifs[l.dispositif].ligne})` : ''}`,
            },
            {
              titre: `Montant ${motsDe(session).convenu}`,
              nombre: true,
              cell: (l) => formaterMontant(l.montant),
            },
            ...(d.financements.some((l) => l.minutes)
              ? [
                  {
                    titre: 'Plafond',
                    nombre: true,
                    cell: (l: LigneLue) => (l.minutes ? formaterDuree(l.minutes) : ''),
                  },
                ]
              : []),
            {
              titre: 'Accord',
              cell: (l) =>
                l.accordLe
                  ? `${formaterDate(l.accordLe, 'court')}${l.accordReference ? `, ${l.accordReference}` : ''}${l.subrogation ? ', subrogation' : ''}`
                  : l.subrogation
                    ? 'subrogation, accord à venir'
                    : (l.accordReference ?? ''),
            },
          ]}
        />
        {[...alertes.map((a) => a.phrase), ...(ligne ? [ligne] : [])].map((phrase) => (
          <p>
            <Etat etat="partiel" mot="à surveiller" />
            {` : ${phrase}`}
          </p>
        ))}
      </Section>
      {d.regime === 'contrat' ? <Echeancier {...vu} /> : null}
      <MonCompteFormation {...vu} />
      <Section
        titre="Qui vient"
        id="gens"
        sous={compter(vu.siens.length, 'personne')}
        {...(peut && !d.retracteLe
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
        <Rattacher {...vu} />
        <Gens {...vu} />
      </Section>
      <p>
        <a href={sessionUrl({ session: session.id })}>Revenir à la session</a>
      </p>
    </Page>
  )
}
