/** Après la date limite : la réponse de l’acheteur, la fiche du marché, les commandes et ce que chacun en a fait, les leçons. */
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { refuser } from '#kernel/refus.ts'
import { jourLocal } from '#kernel/zones.ts'
import { type Envoi, pageEtGestes, petitGeste, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Alert, Page } from '#web/components.tsx'
import { caseCochee, choix, date, entier, facultatif, identifiant, montant, texte } from '#web/fields.ts'
import { emptyForm } from '#web/form.ts'
import { versionsDuGenre } from '../db/ecrits.ts'
import { composerPapier } from '../documents/papiers.ts'
import { resteAvantLimite } from '../domain/echeance.ts'
import { dernier, tous } from '../domain/ecrits.ts'
import { composerReference } from '../domain/reference.ts'
import {
  type Commande,
  type EtatDIssue,
  type Execution,
  etatsDIssue,
  type FicheDuMarche,
  type Issue,
  type Lecon,
  lireNotes,
  type Payeur,
  payeurs,
  type Visa,
} from '../domain/suite.ts'
import { enMontrant, enNotant } from '../gestes/lectures.ts'
import { ecrireAuDossier } from '../gestes/reponse.ts'
import { annuler, commander, executer, rangerReference, signer, viser } from '../gestes/suite.ts'
import { lireReponse } from '../lecture/lire-reponse.ts'
import { reportsDe } from '../lecture/reports.ts'
import { suiteUrl } from '../liens.ts'
import { Commandes } from './commandes-vue.tsx'
import { Reference } from './reference-vue.tsx'
import { fil } from './reglement.page.tsx'
import { Regles } from './regles-vue.tsx'
import { executionDe, Fiche, Lecons, type Lu, Resultat } from './suite-vue.tsx'

const etats = Object.keys(etatsDIssue) as [EtatDIssue, ...EtatDIssue[]]
const codes = Object.keys(payeurs) as [Payeur, ...Payeur[]]
const champsIssue = z.object({
  etat: choix(etats, { phrase: 'Dites ce qu’il en est.' }),
  le: date(),
  attributaire: texte({ max: 300 }),
  motifs: texte({ max: 4000 }),
  notes: texte({ max: 4000 }),
})
const champsSigner = z.object({ jour: date(), conventionHors: texte({ max: 500 }) })
const champsMarche = z.object({
  numero: texte({ max: 100 }),
  siretAcheteur: texte({ max: 20 }),
  engagement: texte({ max: 100 }),
  service: texte({ max: 100 }),
  payeur: choix(codes, { phrase: 'Dites qui paie.' }),
  circuit: choix(['direct', 'global']),
  minimum: facultatif(montant()),
  maximum: facultatif(montant()),
  compensation: facultatif(montant()),
  indexation: texte({ max: 300 }),
  penalites: texte({ max: 500 }),
})
const champsCommande = z.object({
  numero: texte({ min: 1, max: 60, vide: 'Recopiez le numéro du bon.' }),
  le: date(),
  montant: montant(),
  membre: identifiant((t) => asId<'Organisme'>(t)),
  objet: texte({ min: 3, max: 300, vide: 'Dites ce qui est commandé.' }),
  bon: texte({ max: 80 }),
})
const champsAnnuler = z.object({ commande: texte({ min: 1, max: 80 }), motif: texte({ max: 500 }) })
const champsExecution = z.object({
  commande: texte({ min: 1, max: 80 }),
  session: texte({ max: 60 }),
  heures: entier({ max: 100_000 }),
  stagiaires: entier({ max: 10_000 }),
  factures: montant(),
  demandeLe: facultatif(date()),
  couts: facultatif(montant()),
  payes: facultatif(montant()),
  ligne: texte({ min: 3, max: 10, vide: 'Gardez la ligne proposée, ou dites laquelle.' }),
  motif: texte({ max: 500 }),
})
const champsVisa = z.object({
  commande: texte({ min: 1, max: 80 }),
  decision: choix(['accepte', 'refuse'], { phrase: 'Dites si vous acceptez ou refusez.' }),
  motif: texte({ max: 500 }),
})
const champsReference = z.object({
  accord: texte({ min: 10, max: 500, vide: 'Dites qui, chez le client, accepte d’être cité, et quand.' }),
})
const champsLecon = z.object({
  texte: texte({ min: 10, max: 4000, vide: 'Écrivez ce que vous en retenez.' }),
  partage: caseCochee(),
})

const ici = (lu: Lu) => suiteUrl({ groupement: lu.r.d.g.id })
const droit = 'marches.repondre' as const
const auMandataire = ({ r }: Lu) => r.mandataire || 'Le mandataire le fait.'
const fait =
  (fort: string, ancre = '') =>
  (_: unknown, lu: Lu) =>
    ({ vers: `${ici(lu)}${ancre}`, dit: { genre: 'fait', fort } }) as const
const apres = { avantLimite: false }

export const suitePage = ({ storage, pdf }: Pick<Services, 'storage' | 'pdf'>) =>
  pageEtGestes({
    lien: suiteUrl,
    droit,
    async lire(tx, { groupement }, { visiteur, le, ecrit }): Promise<Lu | undefined> {
      const r = await enNotant(tx, await lireReponse(tx, groupement, visiteur.organisme?.id), { le, ecrit })
      if (r?.d.g.etat !== 'constitue') return undefined
      const executions = tous<Execution>(r.ecrits, 'execution')
      return {
        r,
        le,
        issue: dernier<Issue>(r.ecrits, 'issue'),
        fiche: dernier<FicheDuMarche>(r.ecrits, 'marche'),
        commandes: tous<Commande>(r.ecrits, 'commande').toSorted(
          ({ contenu: a }, { contenu: b }) =>
            a.le.localeCompare(b.le) || a.numero.localeCompare(b.numero, 'fr', { numeric: true }),
        ),
        executions,
        versions: await versionsDuGenre(tx, r.d.g.id, 'commande'),
        portees: peutVisiteur(visiteur, 'inscriptions.lire')
          ? await reportsDe(
              tx,
              executions.filter((e) => e.organisme === r.moi),
            )
          : new Map(),
        lireLesSessions: peutVisiteur(visiteur, 'sessions.lire'),
        visas: tous<Visa>(r.ecrits, 'visa'),
        lecons: tous<Lecon>(r.ecrits, 'lecon'),
      }
    },
    peut: ({ r, le }) =>
      resteAvantLimite(r.d.g.limite, le).moment === 'passe' || 'La suite s’écrit après la date limite.',
    vue(tx, lu, revenu) {
      const commande = revenu?.form.values.get('commande')?.[0]
      const form = (geste: string, depart: Parameters<typeof emptyForm>[1] = {}) =>
        revenu && (revenu.geste === geste || `${revenu.geste}-${commande}` === geste)
          ? revenu.form
          : emptyForm(undefined, depart)
      return enMontrant(
        tx,
        lu.r.d,
        { revenu, le: lu.le },
        <Page title="La suite" path={fil(lu.r)} alert={revenu?.form.alert}>
          {lu.issue?.etat === 'attribue' && lu.fiche === undefined && !lu.r.mandataire ? (
            <Alert fort="Le marché est attribué.">
              Le mandataire écrit la fiche d’identité ; les commandes suivent.
            </Alert>
          ) : null}
          <Resultat lu={lu} form={form} />
          {lu.issue?.etat === 'attribue' ? <Fiche lu={lu} form={form} /> : null}
          <Commandes lu={lu} form={form} />
          <Reference lu={lu} form={form} />
          {lu.issue === undefined ? null : <Lecons lu={lu} form={form} />}
          <Regles jour={jourLocal(lu.le, lu.r.d.g.zone)} />
        </Page>,
      )
    },
    gestes: {
      issue: petitGeste<typeof champsIssue, Lu, undefined>({
        champs: champsIssue,
        droit,
        peut: auMandataire,
        async faire(tx, { lu: { r, issue: avant }, data, le }: Envoi<Lu, z.output<typeof champsIssue>>) {
          const non = (champ: string, phrase: string) => ({
            ok: false as const,
            error: { code: champ, phrase, champs: { [champ]: phrase } },
          })
          const notes = lireNotes(data.notes)
          if (!notes) return non('notes', 'Une note par ligne, avec son barème : « Prix : 32/40 ».')
          const limite = jourLocal(r.d.g.limite, r.d.g.zone)
          if (data.le < limite || data.le > jourLocal(le, r.d.g.zone))
            return non(
              'le',
              `Entre la date limite, le ${formaterDate(limite as DateCivile)}, et aujourd’hui.`,
            )
          const hors = avant?.conventionHors
          return ecrireAuDossier(
            tx,
            r,
            'issue',
            { ...data, notes, ...(hors ? { conventionHors: hors } : {}) } satisfies Issue,
            apres,
            le,
          )
        },
        suite: fait('La réponse de l’acheteur est écrite ; chaque membre la lit.'),
      }),
      signer: petitGeste<typeof champsSigner, Lu, undefined>({
        champs: champsSigner,
        droit,
        peut: auMandataire,
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsSigner>>) =>
          signer(tx, lu.r, data.jour, data.conventionHors, le),
        suite: fait('La signature est dite : la composition peut de nouveau bouger.'),
      }),
      marche: petitGeste<typeof champsMarche, Lu, undefined>({
        champs: champsMarche,
        droit,
        peut: auMandataire,
        faire(tx, { lu: { r }, data, le }: Envoi<Lu, z.output<typeof champsMarche>>) {
          const { minimum = null, maximum = null, compensation = null, ...dits } = data
          if (minimum !== null && maximum !== null && minimum > maximum)
            return Promise.resolve(refuser('minimum', 'Le minimum dépasse le maximum.'))
          return ecrireAuDossier(
            tx,
            r,
            'marche',
            { ...dits, minimum, maximum, compensation } satisfies FicheDuMarche,
            apres,
            le,
          )
        },
        suite: fait('La fiche du marché est écrite.', '#marche'),
      }),
      commande: petitGeste<typeof champsCommande, Lu, undefined>({
        champs: champsCommande,
        droit,
        peut: (lu) =>
          auMandataire(lu) === true
            ? (lu.issue?.etat === 'attribue' && lu.fiche !== undefined) ||
              'Écrivez d’abord l’attribution et la fiche du marché.'
            : auMandataire(lu),
        faire(tx, { lu, data, le, cle: neuve }: Envoi<Lu, z.output<typeof champsCommande>>) {
          const { montant: centimes, membre, bon, ...dits } = data
          return commander(
            tx,
            lu.r,
            { neuve, corrige: bon === '' ? null : bon },
            { ...dits, membre: membre as OrganismeId, centimes },
            le,
          )
        },
        suite: fait('Le bon de commande est écrit.', '#commandes'),
      }),
      annuler: petitGeste<typeof champsAnnuler, Lu, undefined>({
        champs: champsAnnuler,
        droit,
        peut: auMandataire,
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsAnnuler>>) =>
          annuler(tx, lu.r, data.commande, data.motif, le),
        suite: fait('Le bon est annulé ; chaque membre lit pourquoi.', '#commandes'),
      }),
      execution: petitGeste<typeof champsExecution, Lu, undefined>({
        champs: champsExecution,
        droit,
        async faire(tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsExecution>>) {
          const c = lu.commandes.find((x) => x.cle === data.commande)
          if (!c || !lu.fiche) return refuser('introuvable', 'Cette commande n’existe plus.')
          const { commande: cle, demandeLe = null, couts = null, payes = null, ...dits } = data
          return executer(tx, lu.r, cle, c.contenu, lu.fiche, { ...dits, demandeLe, couts, payes }, le)
        },
        suite: fait('C’est enregistré ; le mandataire le lit.', '#commandes'),
      }),
      visa: petitGeste<typeof champsVisa, Lu, undefined>({
        champs: champsVisa,
        droit,
        peut: auMandataire,
        faire(tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsVisa>>) {
          const { commande: cle, ...dit } = data
          const membre = lu.commandes.find((x) => x.cle === cle)?.contenu.membre
          const avant = lu.visas.find((v) => v.cle === cle)?.contenu
          return viser(tx, lu.r, cle, membre && executionDe(lu, cle, membre), avant, dit, le)
        },
        suite: fait('Votre visa est écrit ; le sous-traitant le lit.', '#commandes'),
      }),
      reference: petitGeste<typeof champsReference, Lu, undefined>({
        champs: champsReference,
        droit,
        faire: (tx, { lu, data, le, cle }: Envoi<Lu, z.output<typeof champsReference>>) =>
          rangerReference(
            {
              storage,
              composer: () =>
                composerPapier(
                  { pdf },
                  composerReference({ ...lu, d: lu.r.d, moi: lu.r.moi }, data.accord),
                  lu.r.d.g,
                  le,
                  'composée de ce que dit le dossier',
                ),
            },
            tx,
            lu.r,
            { id: cle, accord: data.accord },
            le,
          ),
        suite: fait('La référence est rangée à votre coffre.', '#reference'),
      }),
      lecon: petitGeste<typeof champsLecon, Lu, undefined>({
        champs: champsLecon,
        droit,
        peut: (lu) => lu.issue !== undefined || 'La réponse de l’acheteur n’est pas encore écrite.',
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsLecon>>) =>
          ecrireAuDossier(tx, lu.r, 'lecon', data satisfies Lecon, apres, le),
        suite: fait('Votre leçon est écrite.', '#lecons'),
      }),
    },
  })
