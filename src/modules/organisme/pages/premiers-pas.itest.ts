import { describe, expect, it } from 'vitest'
import { comptes, secretDeFondation } from '#modules/comptes/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Services } from '#platform/services.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { naviguer, pagesServies } from '../../../../test/monde/index.ts'
import { organismeCommande } from '../commandes/organisme.ts'
import { premiersPasCommande } from '../commandes/premiers-pas.ts'
import { moduleOrganisme } from '../module.ts'

const keys = keysFromSeed('premiers-pas')
const saisie = {
  nom: 'Langue & Lien',
  siret: '123 456 782 00010',
  forme: 'scop',
  societe: 'SAS',
  prenom: 'Hélène',
  nomPersonne: 'Marchand',
  courriel: 'Helene@exemple.example',
  motDePasse: 'trois merles sous la pluie',
}
const instance = async () => {
  const base = await baseNeuve()
  const services: Services = { ...testServices(), db: base.db, keys }
  const { app } = pagesServies(services, [
    comptes,
    moduleOrganisme({
      sessionsEnCours: async () => 0,
      etapes: [
        { titre: 'Bâtir le catalogue', phrase: 'Vos offres.', href: '/catalogue', fait: async () => false },
        {
          titre: 'Votre règlement',
          phrase: 'Relisez-le.',
          href: '/documents/reglement-interieur',
          fait: async () => ({
            mot: 'établi, à signer',
            phrase: 'Il reste à le signer.',
            geste: 'Signer le règlement',
            href: '/documents/celui-la',
          }),
        },
      ],
    }),
  ])
  return { base, services, app, aller: naviguer(app, services.config).aller }
}

describe('une instance neuve', async () => {
  const { base, services, app, aller } = await instance()
  const admin = await base.client('admin')

  it('se fonde en une page, refuse un SIRET faux en le disant, et ouvre la session', async () => {
    expect((await aller('/premiers-pas')).texte).toContain('Cette instance est neuve')
    const faux = await aller('/premiers-pas', { ...saisie, siret: '12345678200011' })
    expect([faux.statut, /SIRET[^<]*(clé|existe|chiffre)/.test(faux.texte)]).toEqual([422, true])
    expect(faux.texte).not.toContain(saisie.motDePasse)
    expect((await aller('/premiers-pas', { ...saisie, societe: '' })).statut).toBe(422)
    // La page dit ensemble ce qui ne se lit pas et ce qui est refusé.
    const deux = (await aller('/premiers-pas', { ...saisie, societe: '', courriel: 'helene@@' })).texte
    expect(deux).toContain('Deux réponses à reprendre')
    expect([deux.includes('SARL, SA ou SAS'), deux.includes('ne se lit pas')]).toEqual([true, true])
    expect((await aller('/premiers-pas', { ...saisie, nom: 'Connexion' })).texte).toContain('réservé')
    expect((await aller('/premiers-pas', { ...saisie, motDePasse: 'azertyuiop12' })).statut).toBe(422)
    // La page dit un mot de passe faible avec le reste, qu’une réponse ne se lise pas ou que le métier en refuse une.
    for (const autre of [{ courriel: 'helene@@' }, { societe: '' }, { forme: '', courriel: 'helene@@' }])
      expect(
        (await aller('/premiers-pas', { ...saisie, ...autre, motDePasse: 'azertyuiop12' })).texte,
      ).toContain('figure dans des listes connues')
    const long = await aller('/premiers-pas', { ...saisie, nom: 'Coopérative '.repeat(12) })
    expect([long.statut, long.texte.includes('Cent vingt signes au plus')]).toEqual([422, true])
    expect(long.texte).toContain('value="Hélène"')
    expect((await admin.query('select from compte.compte')).rowCount).toBe(0)

    const r = await aller('/premiers-pas', saisie)
    expect([r.statut, r.vers]).toEqual([303, '/premiers-pas'])
    const suite = await aller('/premiers-pas')
    expect(suite.texte).toContain('Ce qu’il reste à faire')
    // Ce qui manque à la fiche est nommé, et non à deviner.
    expect(suite.texte).toMatch(/Il y manque.: l’adresse du siège/)
    expect(suite.texte).toContain('langue-et-lien')
    expect(suite.texte).toContain('Bâtir le catalogue')
    // Un pas commencé dit ce qui lui reste, et y mène ; il n’arrête pas la première session.
    expect(suite.texte).toMatch(
      /Votre règlement<\/h2>[\s\S]*?class="etat partiel">établi, à signer<[\s\S]*?Il reste à le signer\.[\s\S]*?href="\/documents\/celui-la\?suite=%2Fpremiers-pas">Signer le règlement</,
    )
    expect(suite.texte).not.toContain('Relisez-le.')
    expect(suite.texte).toContain('1 sur 4 faits')
    expect((await aller('/journal')).texte).toContain('Hélène Marchand a fondé la coopérative.')
    expect((await admin.query('select roles from compte.adhesion')).rows).toEqual([
      { roles: ['administration', 'responsable'] },
    ])
  })

  it('dit que le courrier ne part pas, tant que rien ne l’envoie et que ce n’est pas la démonstration', async () => {
    const dit = async (config: object) => {
      Object.assign(services.config, config)
      return (await aller('/premiers-pas')).texte.includes('Le courrier ne part pas encore')
    }
    expect(await dit({ demo: false })).toBe(true)
    expect(await dit({ demo: false, smtpUrl: 'smtp://localhost' })).toBe(false)
    expect(await dit({ demo: true, smtpUrl: undefined })).toBe(false)
  })

  it('ne se fonde qu’une fois', async () => {
    const { aller: autre } = naviguer(app, services.config)
    expect((await autre('/premiers-pas')).vers).toBe('/connexion')
    expect((await autre('/premiers-pas', { ...saisie, courriel: 'autre@exemple.example' })).vers).toBe(
      '/connexion',
    )
    expect((await admin.query('select from organisme.organisme')).rowCount).toBe(1)
  })

  it('la ligne de commande en crée un autre, imprime son lien une fois, et dit ce qu’elle refuse', async () => {
    const lancer = async (...args: string[]) => {
      const ecrit = { out: '', err: '' }
      const sortie = await organismeCommande.run(args, {
        services: { ...services, db: base.worker },
        stdout: (t) => {
          ecrit.out += t
        },
        stderr: (t) => {
          ecrit.err += t
        },
      })
      return { sortie, ...ecrit }
    }
    expect((await lancer('creer')).sortie).toBe(2)
    expect((await lancer('detruire', '--nom', 'X')).sortie).toBe(2)
    const faux = await lancer('creer', '--nom', 'Terre', '--siret', '1', '--courriel', 'a@b.example')
    expect([faux.sortie, faux.out]).toEqual([2, ''])
    expect(faux.err).toContain('--siret : ')
    const fait = await lancer(
      'creer',
      '--nom',
      'Terre d’Appui',
      '--siret',
      '12345678200010',
      '--courriel',
      'samir@exemple.example',
      '--json',
    )
    expect(fait.sortie).toBe(0)
    const { code, lien } = JSON.parse(fait.out)
    expect(code).toBe('terre-d-appui')
    const { aller: neuve } = naviguer(app, services.config)
    const page = await neuve(new URL(lien).pathname)
    expect([page.statut, page.texte.includes('Terre d’Appui')]).toEqual([200, true])
  })
})

it('qui dirige et anime le dit en fondant : sa fonction lui est donnée, et le journal le garde', async () => {
  const { base, aller } = await instance()
  const admin = await base.client('admin')
  expect((await aller('/premiers-pas')).texte).toContain('J’anime moi-même des formations')
  // Une réponse à reprendre ne décoche rien.
  const faux = await aller('/premiers-pas', { ...saisie, anime: 'oui', siret: '1' })
  expect(faux.texte).toMatch(/name="anime"[^>]*checked/)
  expect((await aller('/premiers-pas', { ...saisie, anime: 'oui' })).statut).toBe(303)
  expect((await admin.query('select roles from compte.adhesion')).rows).toEqual([
    { roles: ['administration', 'responsable', 'formateur'] },
  ])
  expect((await aller('/journal')).texte).toMatch(/Hélène Marchand[^<]*formateur·rice/)
})

it('ouverte au réseau, elle ne se fonde qu’avec le secret que tient la machine, dont les essais se comptent', async () => {
  const { base, services, app } = await instance()
  const admin = await base.client('admin')
  // Sur la machine même, rien ne se demande ; derrière un relais, ou sous un autre nom, la demande vient de n’importe où.
  const demande = async (headers: Record<string, string>) =>
    (await (await app.request('http://localhost:3000/premiers-pas', { headers })).text()).includes(
      'Secret de l’instance',
    )
  expect(await demande({})).toBe(false)
  expect(await demande({ 'x-forwarded-for': '192.0.2.7' })).toBe(true)
  expect(await demande({ host: 'pirate.example' })).toBe(true)
  Object.assign(services.config, { host: '0.0.0.0', origine: 'https://coforme.exemple.fr', demo: false })
  const { app: ouverte } = pagesServies(services, [
    comptes,
    moduleOrganisme({ sessionsEnCours: async () => 0 }),
  ])
  const { aller } = naviguer(ouverte, services.config)
  expect((await aller('/premiers-pas')).texte).toContain('Secret de l’instance')
  const secret = secretDeFondation(keys)
  for (const faux of ['', 'abcd-efgh-jkmn-pqrs', secret.slice(1)]) {
    const r = await aller('/premiers-pas', { ...saisie, secret: faux })
    expect([r.statut, r.texte.includes('n’est pas le secret')], faux).toEqual([422, true])
  }
  const { rows } = await admin.query<{ nombre: number }>('select nombre from compte.echec')
  expect(rows.map((r) => r.nombre)).toEqual([3])
  expect((await admin.query('select from compte.compte')).rowCount).toBe(0)
  await admin.query('update compte.echec set nombre = 200')
  expect((await aller('/premiers-pas', { ...saisie, secret })).statut).toBe(429)
  await admin.query('delete from compte.echec')

  const dire = async () => {
    let ecrit = ''
    const ajouter = (t: string) => {
      ecrit += t
    }
    const sortie = await premiersPasCommande.run([], {
      services: { ...services, db: base.worker },
      stdout: ajouter,
      stderr: ajouter,
    })
    return { sortie, ecrit }
  }
  expect(await dire()).toMatchObject({ sortie: 0, ecrit: expect.stringContaining(secret) })
  // Recopié en capitales et sans tirets, il vaut autant ; fondée, l’instance n’en a plus.
  const copie = secret.toUpperCase().replaceAll('-', ' ')
  expect((await aller('/premiers-pas', { ...saisie, secret: copie })).statut).toBe(303)
  expect(await dire()).toMatchObject({ sortie: 1, ecrit: expect.not.stringContaining(secret) })
})
