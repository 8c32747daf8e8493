import { Hono } from 'hono'
import type { DateCivile } from '#kernel/dates.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { refuser } from '#kernel/refus.ts'
import { accorder, compter, enumerer } from '#kernel/texte.ts'
import { instantDe, jourLocal, type Zone } from '#kernel/zones.ts'
import { piecesSuivies } from '#modules/documents/index.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import { contactsDe } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, readForm, withAlert, withErrors } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant } from '#web/links.ts'
import { type DossierLu, listerDossiers, listerRemises } from '../db/dossiers.queries.ts'
import { type Inscrit, listerInscrits } from '../db/inscriptions.queries.ts'
import { douteDeligibilite } from '../domain/cpf.ts'
import { doitLaPartSuivie } from '../domain/retractation.ts'
import { estEteint } from '../domain/vivant.ts'
import { accuserRemises } from '../gestes/accuser-remises.ts'
import { noterDemande } from '../gestes/anticiper-debut.ts'
import { noterDeclaration, noterNumero, offreDuCpf, titulairesUneFois } from '../gestes/declarer-cpf.ts'
import { rattacher } from '../gestes/dire-statut-et-employeur.ts'
import { direRetenus, inscrireDefinitivement, remettre } from '../gestes/passer-inscription.ts'
import { remettreInformations } from '../gestes/remettre-pieces.ts'
import {
  confier,
  constaterSignature,
  demarrerSansSignature,
  designerSignataire,
  direTard,
  retracter,
} from '../gestes/suivre-dossier.ts'
import { retientLesPieces } from '../lecture/ce-qui-retient.ts'
import { lireMembres } from '../lecture/equipe.ts'
import { lireADistance } from '../lecture/lire-a-distance.ts'
import { porteeDe } from '../lecture/portee.ts'
import { delaiDe } from '../lecture/retractation-de.ts'
import { dossierUrl } from '../liens.ts'
import { etablitPour, pourDossier, sien } from './commun.ts'
import { DossierVue } from './dossier.vue.tsx'
import { type Formulaire, fields } from './dossier-gens.vue.tsx'
import { issuesDePiece } from './issues.ts'

/** Midi à l'heure du lieu, ou maintenant si c'est aujourd'hui : un jour écrit ne dit pas d'heure. */
const instantDuJour = (jour: DateCivile | undefined, zone: Zone, maintenant: Date): Date =>
  jour === undefined || jour === jourLocal(maintenant, zone) ? maintenant : instantDe(jour, 720, zone).instant

/** Sans dossier, une personne est à qui inscrit dans toute la session : son client n’est pas encore dit. */
const rattache = async (tx: TenantTx, session: SessionLue, visiteur: Visiteur): Promise<boolean> =>
  (await porteeDe(tx, visiteur, 'inscriptions.inscrire', session)) === 'tout'

/** Qui n’a pas de dossier ; c’est sans doute celui-ci s’il est le seul, ou celui de son employeur. */
const aRattacher = async (
  tx: TenantTx,
  session: SessionLue,
  d: DossierLu,
  visiteur: Visiteur,
  inscrits: readonly Inscrit[],
) => {
  const sans = inscrits.filter((i) => i.dossier === null && !i.closeLe)
  if (sans.length === 0 || d.retracteLe || !(await rattache(tx, session, visiteur))) return []
  const seul = (await listerDossiers(tx, session.id)).filter((x) => !estEteint(x, inscrits)).length === 1
  return sans.map((i) => ({ i, coche: seul || (i.entreprise !== null && i.entreprise === d.entreprise) }))
}

/** Ce que la page montre d'un dossier. Le confier revient à qui voit tous les clients. */
const voir = async (
  services: Services,
  tx: TenantTx,
  session: SessionLue,
  d: DossierLu,
  visiteur: Visiteur,
) => {
  const membres = await lireMembres(tx)
  const inscrits = await listerInscrits(tx, session.id)
  const siens = inscrits.filter((i) => i.dossier === d.id)
  const emet = peutVisiteur(visiteur, 'documents.emettre')
  const etablit = await etablitPour(tx, visiteur, session, d)
  const ici = dossierUrl({ session: session.id, dossier: d.id })
  // Sans personne, la page dit d’abord qui inscrire.
  const manques = !etablit || siens.length === 0 ? [] : await retientLesPieces(services, tx, session)
  return {
    session,
    d,
    siens,
    aRattacher: await aRattacher(tx, session, d, visiteur, inscrits),
    retenues: manques.map((m) => issuesDePiece(m, session, ici, services.clock.now(), d)),
    aDistance: await lireADistance(tx, session, services.clock.now()),
    // Les informations de L6353-8 ne s’adressent pas au client : leur remise se lit à « Qui vient ».
    pieces: (await piecesSuivies(tx, [d.id])).filter((p) => p.genre !== 'information-stagiaire'),
    emet,
    etablit,
    signe: !visiteur.assistance && peutVisiteur(visiteur, 'documents.signer'),
    remises: await listerRemises(tx, { session: session.id }),
    contacts: d.entreprise ? await contactsDe(tx, d.entreprise) : [],
    membres: peutVisiteur(visiteur, 'inscriptions.inscrire')
      ? membres.filter((m) => m.id !== d.suiviPar)
      : [],
    suivi: d.suiviPar ? membres.find((m) => m.id === d.suiviPar)?.nom : undefined,
    titulaires:
      d.regime === 'cpf' ? (await titulairesUneFois(tx, session.id)).filter((t) => t.dossier === d.id) : [],
    doute:
      d.regime === 'cpf'
        ? douteDeligibilite(
            await offreDuCpf(tx, session),
            session.debut ?? jourLocal(services.clock.now(), session.zone),
          )
        : undefined,
  }
}

const chemin = parIdentifiant(dossierUrl, 'dossier')

export const dossierPages = (services: Services) => {
  const { db, clock } = services
  return new Hono<Env>()
    .use(chemin, exigerDroit('inscriptions.lire'))
    .get(chemin, (c) =>
      pourDossier(c, db, 'inscriptions.lire', async (tx, session, d, visiteur) =>
        c.html(
          <DossierVue
            form={emptyForm()}
            {...(await voir(services, tx, session, d, visiteur))}
            maintenant={clock.now()}
            peut={peutVisiteur(visiteur, 'inscriptions.inscrire', { estSien: sien(session, d, visiteur) })}
          />,
        ),
      ),
    )
    .post(chemin, async (c) => {
      const read = await readForm(fields, c)
      return pourDossier(c, db, 'inscriptions.inscrire', async (tx, session, d, visiteur) => {
        const le = clock.now()
        const rendre = async (form: Formulaire, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(
            <DossierVue
              form={form}
              {...(await voir(services, tx, session, d, visiteur))}
              maintenant={le}
              peut
            />,
            statut,
          )
        if (!read.ok) return rendre(read.form, read.status)
        const { quoi, motif } = read.data
        const jour = quoi === 'remise' ? read.data.remisLe : read.data.jour
        if (quoi === 'confier' && !peutVisiteur(visiteur, 'inscriptions.inscrire'))
          return forbidden(c, droits['inscriptions.inscrire'].phrase)
        const ou = { session: session.id, dossier: d.id }
        const instant = instantDuJour(jour, session.zone, le)
        if (quoi === 'signature' && jour === undefined)
          return rendre(withErrors(read.form, { jour: 'Écrivez le jour de la signature.' }), 422)
        if (quoi === 'anticiper' && jour === undefined)
          return rendre(withErrors(read.form, { jour: 'Écrivez le jour de la demande.' }), 422)
        const vers = dossierUrl(ou)
        if (quoi === 'accuser') {
          const organisme = visiteur.organisme?.id
          if (!organisme || !peutVisiteur(visiteur, 'documents.emettre'))
            return forbidden(c, droits['documents.emettre'].phrase)
          const fait = await remettreInformations(services, tx, session, organisme, { dossier: d.id })
          if (!fait.ok)
            return rendre(withAlert(read.form, { titre: 'Rien n’est parti', phrase: fait.error.phrase }), 409)
          return redirectWith(c, `${vers}#gens`, {
            genre: 'fait',
            fort: `${compter(fait.value.parties, 'remise', { zero: 'Aucune remise' })} en route.`,
            ...(fait.value.sansCourriel.length > 0
              ? { suite: `Sans courriel, à remettre en main propre : ${enumerer(fait.value.sansCourriel)}.` }
              : {}),
          })
        }
        if (quoi === 'accuse-papier') {
          const { recuLe } = read.data
          if (!recuLe)
            return rendre(withErrors(read.form, { recuLe: 'Écrivez la date lue sur l’accusé.' }), 422)
          const a = new Set(read.data.pour.split(' '))
          const fait = await accuserRemises(tx, { ...ou, zone: session.zone, recuLe, a }, le)
          if (!fait.ok) return rendre(withErrors(read.form, { recuLe: fait.error.phrase }), 409)
          return redirectWith(c, `${vers}#gens`, {
            genre: 'fait',
            fort: `${compter(fait.value.accusees, 'accusé')} ${accorder(fait.value.accusees, 'noté', 'notés')}.`,
            suite: 'Plus aucun rappel ne part.',
          })
        }
        if (quoi === 'rattacher') {
          if (!(await rattache(tx, session, visiteur)))
            return forbidden(c, droits['inscriptions.inscrire'].phrase)
          const fait = await rattacher(tx, session.id, new Set([read.data.rattaches ?? []].flat()), d.id, le)
          if (!fait.ok) return rendre(withAlert(read.form, fait.error.phrase), 409)
          const n = fait.value.length
          return redirectWith(c, `${vers}#gens`, {
            genre: 'fait',
            fort: `${compter(n, 'personne')} ${accorder(n, 'rejoint', 'rejoignent')} ce dossier.`,
          })
        }
        if (quoi === 'numero-cpf' || quoi === 'declarer-entree' || quoi === 'declarer-sortie') {
          const fait =
            quoi === 'numero-cpf'
              ? await noterNumero(tx, { ...ou, numero: read.data.numero }, le)
              : await noterDeclaration(
                  tx,
                  {
                    ...ou,
                    inscription: read.data.qui,
                    quoi: quoi === 'declarer-entree' ? 'entree' : 'sortie',
                    declareeLe: jour,
                  },
                  le,
                )
          if (!fait.ok)
            return rendre(
              quoi === 'numero-cpf'
                ? withErrors(read.form, { numero: fait.error.phrase })
                : withAlert(read.form, fait.error.phrase),
              409,
            )
          return redirectWith(c, `${vers}#cpf`, {
            genre: 'fait',
            fort: quoi === 'numero-cpf' ? 'Le numéro est noté.' : 'La déclaration est notée.',
          })
        }
        if (quoi === 'definitif') {
          const fait = await inscrireDefinitivement(tx, ou, le)
          // Rien ne s’est fait : c’est un refus. Une partie s’est faite : on le dit, avec ce qui retient les autres.
          if (fait.inscrits === 0 && fait.retenus.length > 0)
            return rendre(
              withAlert(read.form, {
                titre: 'Aucune inscription n’est devenue définitive',
                phrase: direRetenus(fait.retenus).join(' '),
              }),
              409,
            )
          return redirectWith(c, `${vers}#gens`, {
            genre: 'fait',
            fort: `${compter(fait.inscrits, 'inscription définitive', { zero: 'Aucune inscription définitive' })} de plus.`,
            ...(fait.retenus.length > 0 ? { suite: direRetenus(fait.retenus).join(' ') } : {}),
          })
        }
        const fait =
          quoi === 'signature'
            ? await constaterSignature(
                tx,
                { ...ou, signeLe: instant, moyen: 'scan', debutAnticipe: read.data.anticipe !== '' },
                le,
              )
            : quoi === 'demarrer'
              ? await demarrerSansSignature(tx, { ...ou, motif }, le)
              : quoi === 'retracter'
                ? motif.length < 3
                  ? refuser(
                      'motif-exige',
                      'Dites comment la rétractation est arrivée : le motif entre dans le dossier.',
                    )
                  : await retracter(tx, { ...ou, motif, envoyeeLe: read.data.envoyeeLe }, le)
                : quoi === 'anticiper' && jour !== undefined
                  ? await noterDemande(tx, { ...ou, demandeeLe: jour }, le)
                  : quoi === 'signataire'
                    ? await designerSignataire(
                        tx,
                        { ...ou, version: Number(read.data.version) || 0, personne: read.data.qui },
                        le,
                      )
                    : quoi === 'confier'
                      ? await confier(
                          tx,
                          { ...ou, compte: (asId<'Personne'>(read.data.qui) ?? '') as PersonneId },
                          le,
                        )
                      : await remettre(
                          tx,
                          {
                            ...ou,
                            remisLe: instant,
                            moyen: 'main-propre',
                            accuse: read.data.accuse !== '',
                            a: read.data.pour === '' ? undefined : new Set(read.data.pour.split(' ')),
                          },
                          le,
                        )
        if (!fait.ok) return rendre(withAlert(read.form, fait.error.phrase), 409)
        const mots = {
          signature: 'La signature est constatée.',
          demarrer: 'Le démarrage est permis, avec son motif.',
          retracter: doitLaPartSuivie({ ...d, delaiJours: delaiDe(d).jours })
            ? 'La rétractation est notée : n’est dû que ce qui fut suivi avant elle.'
            : 'La rétractation est notée : rien n’est dû.',
          anticiper: 'La demande de commencer est notée.',
          remise: 'La remise est notée.',
          signataire: 'Le signataire est désigné.',
          confier: 'Ce client est confié.',
        } as const
        const tard =
          quoi === 'signature'
            ? direTard({ ...d, signeLe: instant, signatureMoyen: 'scan' }, session, le)
            : undefined
        return redirectWith(c, vers, { genre: 'fait', fort: mots[quoi], ...(tard ? { suite: tard } : {}) })
      })
    })
}
