/** Ce que disent la session, le dossier et ses pièces d’un client qui ne vient plus ; et le payeur d’un CPF. */
import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../test/base/index.ts'
import { poserOrganisme } from '../../modules/comptes/test/organismes.ts'
import { servicesDe } from '../../modules/emargement/test/fil.ts'
import { poserOffre, poserSession } from '../../modules/sessions/test/poser.ts'
import { monter, type Personnage } from './test/monter.ts'

const base = await baseNeuve()
const a = await base.maintenance(async (tx) => {
  const o = await poserOrganisme(tx, 'Langue & Lien')
  return { ...o, offre: await poserOffre(tx, o) }
})
const qui: Personnage = { organisme: a.organisme, personne: newId<'Personne'>(), roles: ['responsable'] }
const services = servicesDe(base, qui, '2026-11-02T09:00:00Z')
const app = monter(
  {
    withTenant: async (_acces, work) =>
      base.enTantQue(qui.organisme, { personne: qui.personne, portee: '*' }, work),
  },
  () => qui,
  { services: { clock: services.clock } },
)
const origine = 'http://localhost:3000'
const aller = async (chemin: string, champs?: Readonly<Record<string, string>>) => {
  const r = await app.request(
    `${origine}${chemin}`,
    champs
      ? {
          method: 'POST',
          headers: { origin: origine, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(champs).toString(),
        }
      : {},
  )
  return {
    statut: r.status,
    vers: (r.headers.get('location') ?? '').replace(/#.*$/, ''),
    texte: (await r.text())
      .replaceAll('\u00a0', ' ')
      .replaceAll('\u202f', ' ')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' '),
  }
}
const uneSession = async () => {
  const { session } = await base.maintenance((tx) =>
    poserSession(tx, {
      organisme: a.organisme,
      activite: a.activite,
      offre: a.offre,
      seances: [
        ['2026-12-07', 540, 750],
        ['2026-12-14', 540, 750],
      ],
    }),
  )
  return `/sessions/${session}`
}
const particulier = (prenom: string, nom: string, circonstance = 'etablissement') => ({
  acheteur: 'personne',
  individuel: 'on',
  prenom,
  nom,
  prix: '1 000,00',
  circonstance,
})
const ouvrir = async (session: string, champs: Readonly<Record<string, string>>) => {
  const r = await aller(`${session}/dossiers/nouveau`, { _jeton: newId(), ...champs })
  expect(r.statut, r.texte).toBe(303)
  return r.vers.replace(/^.*dossier=/, '')
}
const signer = (session: string, dossier: string, jour: string, champs = {}) =>
  aller(`${session}/dossiers/${dossier}`, { quoi: 'signature', jour, ...champs })
const retracter = (session: string, dossier: string, champs = {}) =>
  aller(`${session}/dossiers/${dossier}`, { quoi: 'retracter', motif: 'lettre reçue', ...champs })

describe('un client qui ne vient plus', () => {
  it('ne se compte plus dans les dossiers ni dans leur prix', async () => {
    const session = await uneSession()
    const parti = await ouvrir(session, particulier('Lise', 'Retard'))
    await ouvrir(session, particulier('Ousmane', 'Sarr'))
    expect((await aller(session)).texte).toContain('2 dossiers, 2 000,00 €')
    expect((await signer(session, parti, '02/11/2026')).statut).toBe(303)
    expect((await retracter(session, parti)).statut).toBe(303)
    const { texte } = await aller(session)
    expect(texte).toMatch(/1 dossier, 1 000,00 € \S+, 1 sans suite/)
    expect(texte).not.toContain('Dire qui vient pour Lise Retard')
    expect(texte).toContain('Dire qui vient pour Ousmane Sarr')
  })

  it('rétracté, ses pièces disent qu’il n’y a plus rien à émettre, et non d’inscrire quelqu’un', async () => {
    const session = await uneSession()
    const parti = await ouvrir(session, particulier('Lise', 'Retard'))
    const pieces = `${session}/dossiers/${parti}/pieces`
    expect((await aller(pieces)).texte).toContain('Inscrivez d’abord une personne')
    await signer(session, parti, '02/11/2026')
    await retracter(session, parti)
    const { texte } = await aller(pieces)
    expect(texte).not.toContain('Inscrivez d’abord une personne')
    expect(texte).toContain('Ce client s’est rétracté : il n’y a plus rien à émettre.')
    expect((await aller(pieces, { geste: 'emettre-contrat' })).statut).toBeGreaterThanOrEqual(400)
  })
})

it('l’accord d’un donneur d’ordre ne se réclame pas de la convention', async () => {
  const session = await uneSession()
  const recue = await ouvrir(session, {
    acheteur: 'organisme-formation',
    structure: 'Atlas Formation',
    circonstance: 'etablissement',
    prix: '900',
  })
  const { texte } = await aller(`${session}/dossiers/${recue}`)
  expect(texte).not.toContain('D6353-1')
  expect(texte).toContain('avant votre intervention')
})

it('un CPF sans payeur écrit est payé par la Caisse des dépôts, et son délai se vérifie sur la plateforme', async () => {
  const session = await uneSession()
  const cpf = {
    acheteur: 'personne',
    prenom: 'Élodie',
    nom: 'Œuvrard',
    prix: '980',
    circonstance: 'distance',
    'lignes[0].dispositif': 'cdc-cpf',
    'lignes[0].payeur': '',
  }
  const vu = await aller(`${session}/dossiers/nouveau`, { ...cpf, geste: 'voir' })
  expect(vu.texte).toContain('Vérifiez ce délai sur la plateforme')
  expect(vu.texte).not.toContain('Les sources')
  const dossier = await ouvrir(session, cpf)
  expect((await aller(`${session}/dossiers/${dossier}`)).texte).toContain(
    'Caisse des dépôts et consignations',
  )
})
