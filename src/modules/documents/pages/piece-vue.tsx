import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { etatDuLien } from '#kernel/lien-envoye.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Copyable,
  Definitions,
  Etat,
  Field,
  FieldSection,
  FileField,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { aideFichier, choix, courriel, date, fichier, fichierFacultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormState } from '#web/form.ts'
import { withQuery } from '#web/links.ts'
import type { DemandeDeSignature, DemandeDeSignatureId, Signature } from '../db/signatures.ts'
import { autrePartie, nomDuGenre } from '../domain/genres.ts'
import { direEtatPiece, etatDePiece, partiesASigner, verifierVoie } from '../domain/signer-piece.ts'
import {
  accuserPapierUrl,
  demanderSignatureUrl,
  deposerScanUrl,
  documentsUrl,
  exemplaireUrl,
  piecePdfUrl,
  pieceUrl,
  renvoyerDemandeUrl,
  scanUrl,
  signerPourOrganismeUrl,
  verifierEmpreinteUrl,
} from '../liens.ts'
import type { Lue } from './piece-lue.ts'

export const borneScan = {
  genres: ['pdf', 'jpeg', 'png'],
  max: 10_000_000,
  vide: 'Choisissez le scan de la pièce signée.',
} as const
export const fieldsDemande = z.object({
  nom: texte({ min: 2, max: 200, vide: 'Écrivez le nom de la personne qui signe.' }),
  qualite: texte({ max: 120 }),
  courriel: courriel(),
})
export const fieldsScan = z.object({
  partie: choix(['client', 'organisme'], { phrase: 'Dites qui a signé.' }),
  signataire: texte({ min: 2, max: 200, vide: 'Écrivez le nom lu sur le papier.' }),
  titre: texte({ max: 120 }),
  dateeDu: date({ vide: 'Écrivez la date lue sur le papier.' }),
  scan: fichier(borneScan),
})
export const fieldsAccuse = z.object({
  recuLe: date({ vide: 'Écrivez la date lue sur l’accusé.' }),
  accuse: fichierFacultatif(borneScan),
})
export type Champs =
  | keyof z.input<typeof fieldsDemande>
  | keyof z.input<typeof fieldsScan>
  | keyof z.input<typeof fieldsAccuse>
export type Formulaire = FormState<Champs>

const mots: Readonly<Record<Signature['role'], string>> = {
  client: 'le client',
  organisme: 'l’organisme',
  stagiaire: 'le ou la stagiaire',
}
const moyens: Readonly<Record<Signature['moyen'], string>> = {
  lien: 'en ligne, par lien et code',
  scan: 'sur papier',
  compte: 'en ligne, par son compte',
}

/** Ce que dit le courrier : né ne veut pas dire parti, et parti ne veut pas dire reçu. */
const etatEnvoi = (d: DemandeDeSignature, { jour, courriels }: Lue) => {
  const e = etatDuLien(d, courriels)
  if (e.etat === 'non-remis')
    return {
      etat: 'manquant',
      mot: `${e.revenu ? 'courriel revenu' : 'pas partie'}${e.pourquoi ? ` : ${e.pourquoi}` : ''}`,
    } as const
  if (e.etat === 'envoye' || e.etat === 'ne' || e.etat === 'prepare')
    return { etat: 'partiel', mot: `envoyée le ${jour(e.le)}` } as const
  return {
    etat: 'a-venir',
    mot: e.etat === 'en-attente' ? 'en attente du serveur de courrier' : 'part dans un instant',
  } as const
}

const etatDemande = (d: DemandeDeSignature, l: Lue, signee: boolean) =>
  signee
    ? ({ etat: 'prouve', mot: 'faite' } as const)
    : d.refuseeLe
      ? ({ etat: 'manquant', mot: `refusée : ${d.motif}` } as const)
      : d.retireeLe
        ? ({ etat: 'sans-objet', mot: 'retirée' } as const)
        : d.ouverteLe
          ? ({ etat: 'partiel', mot: `lue le ${l.jour(d.ouverteLe)}` } as const)
          : etatEnvoi(d, l)

const Signatures = ({ l }: { l: Lue }) =>
  l.signatures.length === 0 ? null : (
    <Section titre="Signatures" id="signatures">
      <Table
        legende="Ce qui a été signé, et comment"
        lignes={l.signatures}
        colonnes={[
          {
            titre: 'Qui',
            entete: true,
            cell: (s) =>
              `${s.nom}${s.qualite ? `, ${s.qualite}` : ''}, pour ${s.role === 'client' ? autrePartie(l.piece.genre) : mots[s.role]}`,
          },
          {
            titre: 'Le',
            cell: (s) =>
              s.moyen === 'scan' ? formaterDate(s.dateeDu as DateCivile, 'court') : l.jour(s.signeeLe),
          },
          {
            titre: 'Comment',
            cell: (s) =>
              s.scan ? (
                <a href={scanUrl({ piece: l.piece.id, signature: s.id })}>{moyens[s.moyen]}, voir le scan</a>
              ) : s.acte === 'accuse' ? (
                'accusé de réception par lien'
              ) : s.acte === 'retractation' ? (
                <>
                  rétractation, en ligne, par le même lien, à {l.heure(s.signeeLe)} : {s.consentement}
                </>
              ) : (
                moyens[s.moyen]
              ),
          },
          { titre: 'Preuve', cell: (s) => <code>{s.engagement.slice(0, 16)}</code> },
        ]}
      />
    </Section>
  )

const Demandes = ({ l, peut }: { l: Lue; peut: boolean }) =>
  l.demandes.length === 0 ? null : (
    <Section titre="Envois" id="envois">
      <Table
        legende="À qui la pièce a été envoyée"
        lignes={l.demandes}
        colonnes={[
          { titre: 'À', entete: true, cell: (d) => `${d.nom} (${d.courriel})` },
          { titre: 'Pour', cell: (d) => (d.acte === 'signature' ? 'signer' : 'accuser réception') },
          {
            titre: 'État',
            cell: (d) => {
              const signee = l.accusees.has(d.id)
              const e = etatDemande(d, l, signee)
              return (
                <>
                  <Etat etat={e.etat} mot={e.mot} />
                  {peut && !signee && !d.retireeLe && !d.refuseeLe ? (
                    <Form
                      form={emptyForm()}
                      action={renvoyerDemandeUrl({ piece: l.piece.id, demande: d.id })}
                      classe=""
                    >
                      <Button genre="link">
                        Renvoyer le lien<span class="unseen"> à {d.nom}</span>
                      </Button>
                    </Form>
                  ) : null}
                </>
              )
            },
          },
        ]}
      />
    </Section>
  )

const ChampsAccuse = ({ l, revenu }: { l: Lue; revenu: Revenu | undefined }) => (
  <>
    {l.demandes
      .filter((d) => d.acte === 'accuse' && !d.retireeLe && !d.refuseeLe && !l.accusees.has(d.id))
      .map((d) => {
        const sien = revenu?.sur === 'accuse' && revenu.demande === d.id ? revenu.form : undefined
        const { alert: _, ...form } = sien ?? emptyForm<Champs>()
        return (
          <details open={sien !== undefined}>
            <summary>Noter l’accusé papier signé par {d.nom}</summary>
            <Form
              form={form}
              action={accuserPapierUrl({ piece: l.piece.id, demande: d.id })}
              fichiers
              noms={{ recuLe: 'Date', accuse: 'Scan' }}
            >
              <FieldSection titre={`Reçue par ${d.nom}, sur papier`}>
                <Field form={form} name="recuLe" label="Accusé daté du" placeholder="22/03/2027" />
                <FileField
                  form={form}
                  name="accuse"
                  label="Le scan"
                  hint={`${aideFichier(borneScan)}${l.sansScan(d) ? ' Sans scan, la date seule est gardée.' : ''}`}
                  accept=".pdf,.jpg,.jpeg,.png"
                  optional={l.sansScan(d)}
                  span={2}
                />
              </FieldSection>
              <Actions genre="main" libelle="Noter l’accusé" />
            </Form>
          </details>
        )
      })}
  </>
)

const ChampsDemande = ({ form, l, genre }: { form: Formulaire; l: Lue; genre: 'call' | 'main' }) => (
  <Form
    form={form}
    action={demanderSignatureUrl({ piece: l.piece.id })}
    noms={{ nom: 'Nom', qualite: 'Qualité', courriel: 'Courriel' }}
  >
    <FieldSection titre={`Faire signer ${autrePartie(l.piece.genre)} en ligne`}>
      <Field form={form} name="nom" label="Qui signe" maxlength={200} />
      <Field form={form} name="qualite" label="En qualité de" optional maxlength={120} />
      <Field
        form={form}
        name="courriel"
        label="Son courriel"
        type="email"
        inputmode="email"
        hint={`Un lien personnel y part, puis un code au moment de signer.${l.faits.demande === 'envoyee' ? ' L’envoi précédent ne vaudra plus.' : ''}`}
        span={3}
      />
    </FieldSection>
    <Actions genre={genre} libelle="Envoyer pour signature" />
  </Form>
)

const ChampsScan = ({ form, l, parties }: { form: Formulaire; l: Lue; parties: readonly string[] }) => (
  <Form
    form={form}
    action={deposerScanUrl({ piece: l.piece.id })}
    fichiers
    noms={{ partie: 'Signé par', signataire: 'Nom', titre: 'Qualité', dateeDu: 'Date', scan: 'Scan' }}
  >
    <FieldSection titre="Ou déposer le papier signé">
      <SelectField
        form={form}
        name="partie"
        label="Signé par"
        options={parties.map((p) => ({
          value: p,
          label: p === 'client' ? autrePartie(l.piece.genre) : 'l’organisme',
        }))}
      />
      <Field form={form} name="signataire" label="Nom lu sur le papier" maxlength={200} />
      <Field form={form} name="titre" label="Qualité" optional maxlength={120} />
      <Field form={form} name="dateeDu" label="Daté du" placeholder="22/03/2027" />
      <FileField
        form={form}
        name="scan"
        label="Le scan"
        hint={aideFichier(borneScan)}
        accept=".pdf,.jpg,.jpeg,.png"
        span={2}
      />
    </FieldSection>
    <Actions genre="main" libelle="Garder ce scan comme signature" />
  </Form>
)

const Telecharger = ({ l }: { l: Lue }) => (
  <>
    {l.exemplaire ? (
      <ButtonLink href={exemplaireUrl({ piece: l.piece.id })} genre="main">
        Télécharger l’exemplaire signé
      </ButtonLink>
    ) : null}
    <ButtonLink href={piecePdfUrl({ piece: l.piece.id })}>Télécharger la pièce</ButtonLink>
  </>
)

/** Le formulaire qui revient : celui-là seul garde ce qui fut écrit, et dit ses fautes. */
export type Revenu = {
  readonly form: Formulaire
  readonly sur: 'demande' | 'scan' | 'geste' | 'accuse'
  /** L’envoi dont on notait l’accusé. */
  readonly demande?: DemandeDeSignatureId
}

type VueProps = {
  readonly l: Lue
  readonly revenu?: Revenu
  readonly peutEmettre: boolean
  /** Faux pour qui ne fait que lire : une auditrice, une assistance. */
  readonly peutSigner: boolean
  /** Où revenir une fois signée, si l’on vient de chez nous. */
  readonly suite?: string | undefined
}

export const VuePiece = ({ l, revenu, peutEmettre, peutSigner, suite }: VueProps) => {
  const { piece, faits } = l
  const etat = direEtatPiece(etatDePiece(faits), faits.genre)
  const possibles = partiesASigner(faits)
  const duneMission = !verifierVoie(faits.genre).ok
  const peutFaireSigner = peutEmettre && !duneMission
  const propose: Formulaire = {
    ...emptyForm<Champs>(),
    values: new Map(Object.entries(l.client).map(([cle, v]) => [cle, [v]] as const)),
  }
  // Un seul appel par écran : le client d’abord, l’organisme dès que la demande est partie.
  const auClient = peutFaireSigner && possibles.includes('client') && faits.demande !== 'envoyee'
  const { alert: _a, ...demande } = revenu?.sur === 'demande' ? revenu.form : propose
  const { alert: _b, ...scan } = revenu?.sur === 'scan' ? revenu.form : emptyForm<Champs>()
  return (
    <Page
      title={piece.numero}
      heading={nomDuGenre(piece.genre)}
      lede={piece.libelle}
      path={[{ libelle: 'Documents', href: documentsUrl() }, ...(l.venue ? [l.venue] : [])]}
      alert={revenu?.form.alert}
    >
      <Section titre="Où elle en est" id="etat">
        <p>
          <Etat etat={etat.forme} mot={etat.mot} />
          {faits.visa === 'refuse' ? <> L’équipe d’appui dit : « {l.motifVisa} ».</> : null}
          {l.suiteVisa ? (
            <>
              {' '}
              {l.suiteVisa.phrase} <a href={l.suiteVisa.href}>Voir son visa</a>
            </>
          ) : null}
        </p>
        <div class="actions">
          {peutSigner && possibles.includes('organisme') ? (
            <Form
              form={emptyForm()}
              action={withQuery(signerPourOrganismeUrl({ piece: piece.id }), { suite })}
              classe=""
            >
              <p>
                <Button genre={auClient ? 'main' : 'call'}>Signer pour l’organisme</Button>
                <Telecharger l={l} />
              </p>
              <p class="sub">Signe qui en a la fonction ou la délégation ; son nom et l’heure sont gardés.</p>
            </Form>
          ) : (
            <p>
              <Telecharger l={l} />
            </p>
          )}
        </div>
      </Section>
      <Signatures l={l} />
      <Demandes l={l} peut={peutEmettre} />
      {peutEmettre ? <ChampsAccuse l={l} revenu={revenu} /> : null}
      {duneMission && possibles.length > 0 && l.venue ? (
        <p>
          Elle se signe par les liens que la mission envoie. <a href={l.venue.href}>Ouvrir la mission</a>
        </p>
      ) : null}
      {peutFaireSigner && possibles.includes('client') ? (
        <ChampsDemande form={demande} l={l} genre={auClient ? 'call' : 'main'} />
      ) : null}
      {peutFaireSigner && possibles.length > 0 ? <ChampsScan form={scan} l={l} parties={possibles} /> : null}
      <Section titre="Ce qui est figé" id="fige">
        <Definitions
          lignes={[
            ['Numéro', piece.numero],
            ['Émise le', <time datetime={piece.emiseLe.toISOString()}>{l.jour(piece.emiseLe)}</time>],
            ['Pages', String(piece.pages)],
            ...(piece.remplace
              ? [['Remplace', <a href={pieceUrl({ piece: piece.remplace })}>la pièce d’avant</a>] as const]
              : []),
            ...(piece.remplaceePar
              ? [
                  [
                    'Remplacée par',
                    <a href={pieceUrl({ piece: piece.remplaceePar })}>la pièce d’après</a>,
                  ] as const,
                ]
              : []),
            ...(l.complete
              ? [['Complète', <a href={pieceUrl({ piece: l.complete.id })}>{l.complete.numero}</a>] as const]
              : []),
            ['Empreinte', <Copyable valeur={piece.empreinte} label="l’empreinte" />],
            [
              'Vérifier',
              <a href={verifierEmpreinteUrl({ empreinte: piece.empreinte.slice(0, 16) })}>
                la page publique
              </a>,
            ],
          ]}
        />
      </Section>
    </Page>
  )
}
