import { type DateCivile, dateCivile, formaterDate } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { de, enumerer } from '#kernel/texte.ts'
import { asRole, roles } from '../domain/droits.ts'
import { bornerAcces, donnerRoles, rolesSensiblesDonnes } from '../domain/equipe.ts'
import type { Membre, PorteeDuMembre } from '../domain/lus.ts'
import {
  type InvitationSaisie,
  type PortsOrganisme,
  type RefusEntreTemps,
  type RefusMembre,
  refuserEntreTemps,
} from './ports.ts'

export type RefusEquipe =
  | RefusMembre
  | RefusEntreTemps
  | Refus<
      | 'responsable-reserve'
      | 'role-reserve'
      | 'role-inconnu'
      | 'auditeur-seul'
      | 'terme-manquant'
      | 'terme-passe'
    >

const dire = (liste: readonly string[]): string =>
  enumerer(
    liste.map((r) => {
      const role = asRole(r)
      return role ? roles[role].nom : r
    }),
  )
const inconnu = (liste: readonly string[]): Result<never, RefusEquipe> | undefined =>
  liste.every((r) => asRole(r) !== undefined)
    ? undefined
    : refuser('role-inconnu', 'L’un de ces rôles n’existe pas.')

const present = (membres: readonly Membre[], compte: PersonneId, jour: string) =>
  membres.find((m) => m.compte === compte && (m.au === null || m.au >= jour))

/** « , jusqu’au 31 décembre 2026 » ; rien pour un accès sans fin. */
const direTerme = (au: DateCivile | undefined): string => (au ? `, jusqu’au ${formaterDate(au)}` : '')

type Prevenir = Pick<PortsOrganisme, 'organisme' | 'membres' | 'jour' | 'ecrireA'>

/**
 * Un rôle qui ouvre des données sensibles ne se reçoit pas en silence : la direction et la personne l’apprennent par courriel. Rend
 * la fin de la phrase du journal.
 */
const prevenirDesSensibles = async (
  ports: Prevenir,
  qui: Pick<Membre, 'courriel' | 'prenom' | 'nom'>,
  avant: readonly string[],
  apres: readonly string[],
): Promise<string> => {
  const donnes = rolesSensiblesDonnes(avant, apres)
  if (donnes.length === 0) return ''
  const direction = (await ports.membres()).filter(
    (m) => m.roles.includes('responsable') && !m.enAttente && (m.au === null || m.au >= ports.jour),
  )
  await ports.ecrireA(
    [...direction.map((m) => m.courriel), qui.courriel],
    `${ports.organisme.nom}\u00a0: un rôle qui ouvre des données sensibles est donné`,
    `Bonjour,

La direction ${de(ports.organisme.nom)} donne à ${qui.prenom} ${qui.nom} ce qui ouvre des données sensibles\u00a0: ${dire(donnes)}.
${donnes.map((r) => roles[r].phrase).join('\n')}

La direction et la personne concernée reçoivent ce message chaque fois. Si ce changement vous surprend, parlez-en à la direction\u00a0: l’équipe et le journal disent qui l’a fait, et il se défait à la page de l’équipe.
`,
  )
  return ' La direction et la personne en sont prévenues.'
}

/** Une invitation qui attend se renvoie : elle n'est consignée qu'une fois si rien n'a changé. */
export const inviterMembre =
  (ports: Prevenir & Pick<PortsOrganisme, 'rolesDeLActeur' | 'inviter' | 'consigner'>) =>
  async (i: InvitationSaisie): Promise<Result<PersonneId, RefusEquipe>> => {
    const faux = inconnu(i.roles)
    if (faux) return faux
    const permis = donnerRoles(ports.rolesDeLActeur, [], i.roles)
    if (!permis.ok) return permis
    const borne = bornerAcces(i.roles, i.au, ports.jour)
    if (!borne.ok) return borne
    const attendue = (await ports.membres()).find(
      (m) => m.courriel === i.courriel && m.enAttente && (m.au === null || m.au >= ports.jour),
    )
    const invitee = await ports.inviter(i)
    if (!invitee.ok) return invitee
    const prevenus = await prevenirDesSensibles(ports, i, attendue?.roles ?? [], i.roles)
    await ports.consigner({
      geste: 'inviter',
      objet: { genre: 'personne', id: invitee.value },
      phrase: `{personne:${invitee.value}} est ${attendue ? 'de nouveau ' : ''}invitée dans l’équipe\u00a0: ${dire(i.roles)}${direTerme(i.au)}.${prevenus}`,
      ...(i.au ? { details: { au: i.au } } : {}),
    })
    return invitee
  }

/** Au-delà de trois, leur nombre : la phrase du journal est bornée. */
const direPortee = (portee: PorteeDuMembre): string =>
  portee === '*'
    ? 'toute la coopérative'
    : portee.length > 3
      ? `${portee.length} enseignes`
      : enumerer(portee.map((p) => `{enseigne:${p}}`))

const memes = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((x) => b.includes(x))

/** Prolonger, avancer, borner, rendre sans fin : la date seule a changé. */
const direDate = (
  compte: PersonneId,
  avant: DateCivile | undefined,
  apres: DateCivile | undefined,
): string => {
  const qui = `L’accès de {personne:${compte}}`
  if (!apres) return `${qui} n’a plus de date de fin.`
  const verbe = !avant ? 'finira le' : apres > avant ? 'est prolongé jusqu’au' : 'est raccourci au'
  return `${qui} ${verbe} ${formaterDate(apres)}.`
}

export const changerMembre =
  (ports: Prevenir & Pick<PortsOrganisme, 'rolesDeLActeur' | 'changerMembre' | 'consigner'>) =>
  async (
    compte: PersonneId,
    nouveaux: readonly string[],
    portee: PorteeDuMembre,
    au?: DateCivile,
    entreTemps = false,
  ): Promise<Result<true, RefusEquipe>> => {
    const faux = inconnu(nouveaux)
    if (faux) return faux
    const membre = present(await ports.membres(), compte, ports.jour)
    if (!membre) return refuser('introuvable', 'Cette personne ne fait pas partie de la coopérative.')
    const avant = membre.au === null ? undefined : dateCivile(membre.au)
    const prolonge = avant !== undefined && (au === undefined || au > avant)
    const permis = donnerRoles(ports.rolesDeLActeur, membre.roles, nouveaux, prolonge)
    if (!permis.ok) return permis
    const borne = bornerAcces(nouveaux, au, ports.jour)
    if (!borne.ok) return borne
    const memePortee =
      portee === '*' || membre.portee === '*' ? portee === membre.portee : memes(portee, membre.portee)
    const memesRoles = memePortee && memes(nouveaux, membre.roles)
    if (memesRoles && au === avant) return ok(true)
    if (entreTemps) return refuserEntreTemps('Cette fiche')
    const fait = await ports.changerMembre(compte, nouveaux, portee, au)
    if (!fait.ok) return fait
    if (memesRoles) {
      await ports.consigner({
        geste: 'dater-acces',
        objet: { genre: 'personne', id: compte },
        phrase: direDate(compte, avant, au),
        details: { avant: avant ?? null, apres: au ?? null },
      })
      return ok(true)
    }
    const prevenus = await prevenirDesSensibles(ports, membre, membre.roles, nouveaux)
    await ports.consigner({
      geste: 'changer-roles',
      objet: { genre: 'personne', id: compte },
      phrase: `Les rôles de {personne:${compte}} sont\u00a0: ${dire(nouveaux)}, pour ${direPortee(portee)}${direTerme(au)}.${prevenus}`,
      details: {
        avant: membre.roles.join(' '),
        apres: nouveaux.join(' '),
        ...(au === avant ? {} : { auAvant: avant ?? null, auApres: au ?? null }),
      },
    })
    return ok(true)
  }

/** La session de la personne ne s'ouvre plus sur cette coopérative ; ce qu'elle y a fait garde son nom. */
export const retirerMembre =
  (ports: Pick<PortsOrganisme, 'membres' | 'jour' | 'rolesDeLActeur' | 'retirerMembre' | 'consigner'>) =>
  async (compte: PersonneId): Promise<Result<true, RefusEquipe>> => {
    const membres = await ports.membres()
    const membre = present(membres, compte, ports.jour)
    // Parti : le même envoi, reçu deux fois.
    if (!membre)
      return membres.some((m) => m.compte === compte)
        ? ok(true)
        : refuser('introuvable', 'Cette personne ne fait pas partie de la coopérative.')
    const permis = donnerRoles(ports.rolesDeLActeur, membre.roles, [])
    if (!permis.ok) return permis
    const fait = await ports.retirerMembre(compte)
    if (!fait.ok) return fait
    await ports.consigner({
      geste: 'retirer-membre',
      objet: { genre: 'personne', id: compte },
      phrase: `{personne:${compte}} ne fait plus partie de l’équipe.`,
    })
    return ok(true)
  }

/** Un téléphone perdu, un doute : ses appareils se ferment, et la personne entre de nouveau avec son mot de passe. Elle reste de l’équipe. */
export const deconnecterSesAppareils =
  (ports: Pick<PortsOrganisme, 'deconnecterMembre' | 'consigner'>) =>
  async (compte: PersonneId): Promise<Result<true, RefusEquipe>> => {
    const fait = await ports.deconnecterMembre(compte)
    if (!fait.ok) return fait
    await ports.consigner({
      geste: 'deconnecter-membre',
      objet: { genre: 'personne', id: compte },
      phrase: `Les appareils de {personne:${compte}} sont déconnectés.`,
    })
    return ok(true)
  }
