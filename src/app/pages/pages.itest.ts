import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import type { SessionContribution } from '#web/contributions.ts'
import { eprouver } from '../../../test/fuzz/formulaires.ts'
import { planification } from '../../../test/monde/planification.ts'
import { poserOrganisme } from '../../modules/comptes/test/organismes.ts'
import { poserSession } from '../../modules/sessions/test/poser.ts'

let faits: Awaited<ReturnType<NonNullable<SessionContribution['faits']>>> = {}
const m = await planification({
  roles: ['assistant'],
  faits: async () => faits,
  section: async (_tx, session) => `SECTION ${session}`,
  texte: (html) => html,
})
const { base, a, b, aller, app, premiere: assistante } = m
beforeEach(() => {
  m.qui = assistante
  faits = {}
})
const seance = (i: number, date: string, debut: string, fin: string) => ({
  [`seances[${i}].date`]: date,
  [`seances[${i}].debut`]: debut,
  [`seances[${i}].fin`]: fin,
})
const plan = (champs: Readonly<Record<string, string>> = {}) => ({
  offre: a.offre,
  lieu: 'Salle Duras',
  zone: 'Europe/Paris',
  formateur: `F ${newId()}`,
  capacite: '12',
  _jeton: newId(),
  ...seance(0, '22/03/2027', '9 h', '12 h 30'),
  ...champs,
})
const unePosee = (traits: Partial<Parameters<typeof poserSession>[1]> = {}) =>
  base.maintenance((tx) =>
    poserSession(tx, { organisme: a.organisme, activite: a.activite, offre: a.offre, ...traits }),
  )

describe('planifier, page', () => {
  it('planifie, puis montre la session ; le double envoi mène à la même', async () => {
    const champs = plan()
    const un = await aller('/sessions/nouvelle', champs)
    const deux = await aller('/sessions/nouvelle', champs)
    expect([un.statut, deux.statut]).toEqual([303, 303])
    expect(deux.vers).toBe(un.vers)
    const page = await aller(un.vers)
    expect(page.statut).toBe(200)
    expect(page.texte).toContain('Anglais professionnel')
    expect(page.texte).toContain('3 h 30'.replaceAll(' ', '\u00a0'))
  })
  it('refuse la séance qui traverse midi, propose de la scinder, et la scinde d’un bouton', async () => {
    const champs = plan({
      ...seance(1, '23/03/2027', '9 h', '16 h'),
      ...seance(2, '24/03/2027', '9 h', '12 h'),
    })
    const refusee = await aller('/sessions/nouvelle', champs)
    expect(refusee.statut).toBe(409)
    expect(refusee.texte).toContain('traverse midi')
    expect(refusee.texte).toContain('value="seances[1]:scinder"')
    const { statut, texte } = await aller('/sessions/nouvelle', { ...champs, geste: 'seances[1]:scinder' })
    expect(statut).toBe(200)
    for (const [nom, valeur] of [
      ['seances[1].fin', '12\u00a0h\u00a030'],
      ['seances[2].debut', '13\u00a0h\u00a030'],
      ['seances[2].fin', '16\u00a0h'],
      ['seances[3].date', '24/03/2027'],
    ] as const)
      expect(texte).toMatch(new RegExp(`name="${nom.replace(/[[\].]/g, '\\$&')}"[^>]*value="${valeur}"`))
  })
  it('prévient d’un jour férié et le garde avec un motif', async () => {
    const champs = plan(seance(0, '29/03/2027', '9 h', '12 h'))
    const refusee = await aller('/sessions/nouvelle', champs)
    expect(refusee.statut).toBe(409)
    expect(refusee.texte).toContain('lundi de Pâques')
    expect(refusee.texte).toContain('name="motif"')
    const gardee = await aller('/sessions/nouvelle', { ...champs, motif: 'demande du client' })
    expect(gardee.statut).toBe(303)
    expect((await aller(gardee.vers)).texte).toContain('demande du client')
  })
  it('garde un brouillon, le rend, et l’oublie une fois la session planifiée', async () => {
    m.qui = { ...assistante, personne: newId<'Personne'>() }
    const garde = await aller(
      '/sessions/nouvelle',
      plan({ lieu: 'Salle du brouillon', capacite: 'x', brouillon: 'oui' }),
    )
    expect(garde.statut).toBe(200)
    expect(garde.texte).toContain('Brouillon gardé à')
    expect((await aller('/sessions/nouvelle')).texte).toContain('Salle du brouillon')
    await aller('/sessions/nouvelle', plan())
    expect((await aller('/sessions/nouvelle')).texte).not.toContain('Salle du brouillon')
  })
  it('venue d’une salle réservée, dit le brouillon gardé, et ne l’efface pas en planifiant', async () => {
    m.qui = { ...assistante, personne: newId<'Personne'>() }
    await aller('/sessions/nouvelle', plan({ lieu: 'Salle du brouillon', capacite: 'x', brouillon: 'oui' }))
    const { texte } = await aller(
      `/sessions/nouvelle?creneaux=${encodeURIComponent('05/04/2027,9 h,12 h')}&lieu=Ailleurs`,
    )
    expect(texte).toContain('Vous gardez un brouillon depuis')
    expect(texte).not.toContain('Salle du brouillon')
    const action = /<form[^>]*action="(\/sessions\/nouvelle[^"]*)"/.exec(texte)?.[1] ?? ''
    expect((await aller(action, plan(seance(0, '05/04/2027', '9 h', '12 h')))).statut).toBe(303)
    expect((await aller('/sessions/nouvelle')).texte).toContain('Salle du brouillon')
  })
  it('n’accepte pas l’offre d’une autre maison', async () => {
    const { statut, texte } = await aller('/sessions/nouvelle', plan({ offre: b.offre }))
    expect(statut).toBe(409)
    expect(texte).toContain('Choisissez une offre validée')
  })
})

describe('la page d’une session', () => {
  it('montre les sections, les états, les manques et les arrêts des autres modules', async () => {
    const { session, seances } = await unePosee()
    faits = {
      seances: new Map([[seances[0] ?? '', { etat: 'partiel', manque: '9 sur 12' }]]),
      manques: [{ etat: 'manquant', chose: 'Trois signatures', qui: 'Tom', quand: 'ce soir', geste: '' }],
      arrets: [
        {
          zone: 'apres',
          arret: {
            libelle: 'Certificats',
            href: '#c',
            etats: ['a-venir'],
            date: '26 nov.',
            iso: '2026-11-26',
            temps: 'a-venir',
          },
        },
      ],
    }
    const { statut, texte } = await aller(`/sessions/${session}`)
    expect(statut).toBe(200)
    for (const attendu of [
      `SECTION ${session}`,
      '9 sur 12',
      'Trois signatures',
      'Certificats',
      'non vérifiable ici',
      `/sessions/${session}/seances/${seances[0]}`,
    ])
      expect(texte).toContain(attendu)
  })
  it('ouvre les inscriptions en disant ce qui n’est pas vérifiable', async () => {
    const { session } = await unePosee({ etat: 'brouillon' })
    const avant = await aller(`/sessions/${session}/etat/ouverte`)
    expect(avant.texte).toContain('non vérifiable')
    const fait = await aller(`/sessions/${session}/etat/ouverte`, {})
    expect(fait.statut).toBe(303)
    expect((await aller(`/sessions/${session}`)).texte).toContain('inscriptions ouvertes')
    // La garde d'un autre module arrête, si elle répond non.
    faits = { gardes: { 'effectif-atteint': false } }
    expect((await aller(`/sessions/${session}/etat/confirmee`, {})).statut).toBe(409)
  })
  it('redit, à qui confirme, ce qui manque sans retenir ; un pas ordinaire n’est pas bordé de rouge', async () => {
    const { session } = await unePosee()
    faits = {
      manques: [
        {
          etat: 'partiel',
          chose: 'Le curriculum vitæ manque.',
          qui: 'L’équipe',
          quand: 'avant le premier jour',
          geste: '',
        },
      ],
    }
    const { texte } = await aller(`/sessions/${session}/etat/confirmee`)
    expect(texte).toContain('N’empêche pas de confirmer')
    expect(texte).toContain('Le curriculum vitæ manque.')
    expect(texte).not.toContain('button grave')
    m.qui = { ...assistante, roles: ['responsable'] }
    const annuler = (await aller(`/sessions/${session}/etat/annulee`)).texte
    expect(annuler).not.toContain('N’empêche pas de confirmer')
    expect(annuler).toContain('button grave')
  })
  it('sans effectif minimal écrit, dit qu’il n’y a personne, et non qu’un seuil manque', async () => {
    const { session } = await unePosee()
    faits = { gardes: { 'effectif-atteint': false } }
    const { texte } = await aller(`/sessions/${session}`)
    expect(texte).toContain('Personne n’est encore inscrit définitivement.')
    expect(texte).not.toContain('L’effectif minimal')
  })
  it('annule avec un motif, et seulement qui en a le droit', async () => {
    const { session } = await unePosee()
    expect((await aller(`/sessions/${session}/etat/annulee`)).statut).toBe(403)
    m.qui = { ...assistante, roles: ['responsable'] }
    expect((await aller(`/sessions/${session}/etat/annulee`, {})).statut).toBe(409)
    expect((await aller(`/sessions/${session}/etat/annulee`, { motif: 'effectif trop faible' })).statut).toBe(
      303,
    )
    expect((await aller(`/sessions/${session}`)).texte).toContain('effectif trop faible')
    expect((await aller(`/sessions/${session}/etat/archivee`)).statut).toBe(404)
  })
})

describe('inscrire, page', () => {
  it('inscrit une liste, propose la personne connue, annule et note l’abandon', async () => {
    const { session } = await unePosee({ capacite: 3 })
    const url = `/sessions/${session}/inscriptions/nouvelle`
    const nom = `Pons ${newId()}`.slice(0, 20)
    const agathe = {
      'apprenants[0].prenom': 'Agathe',
      'apprenants[0].nom': nom,
      'apprenants[0].courriel': 'agathe@exemple.example',
      'apprenants[0].employeur': 'Clinique des Tilleuls',
    }
    // Un rang laissé vide n'est pas une personne.
    const deux = {
      ...agathe,
      'apprenants[1].prenom': '',
      'apprenants[2].prenom': 'Ousmane',
      'apprenants[2].nom': 'Sarr',
    }
    expect((await aller(url, deux)).statut).toBe(303)
    const page = (await aller(`/sessions/${session}`)).texte
    for (const t of [nom, 'Sarr', 'Clinique des Tilleuls', 'non renseigné', '2 sur 3'])
      expect(page).toContain(t)
    const { session: suivante } = await unePosee()
    // Sans son employeur, rien ne dit que c’est elle : on demande.
    const sansEmployeur = { ...agathe, 'apprenants[0].employeur': '' }
    const proposee = await aller(`/sessions/${suivante}/inscriptions/nouvelle`, sansEmployeur)
    expect(proposee.statut).toBe(409)
    const id = /name="apprenants\[0\]\.choix"[^>]*value="([0-9a-f-]{36})"/.exec(proposee.texte)?.[1] ?? ''
    expect(
      (
        await aller(`/sessions/${suivante}/inscriptions/nouvelle`, {
          ...sansEmployeur,
          'apprenants[0].choix': id,
        })
      ).statut,
    ).toBe(303)
    const fin = /\/sessions\/[0-9a-f-]{36}\/inscriptions\/([0-9a-f-]{36})\/fin/.exec(page)
    faits = { presences: new Map([[fin?.[1] ?? '', 1]]) }
    expect((await aller(fin?.[0] ?? '')).texte).toContain('abandonne')
    expect((await aller(fin?.[0] ?? '', { motif: 'nouvel emploi' })).statut).toBe(303)
    expect((await aller(`/sessions/${session}`)).texte).toContain('nouvel emploi')
  })
})

describe('les droits et les murs', () => {
  it('ce qui est d’une autre maison, ou rien, répond 404', async () => {
    const { session } = await unePosee()
    m.qui = { organisme: b.organisme, personne: newId<'Personne'>(), roles: ['responsable'] }
    for (const chemin of [
      `/sessions/${session}`,
      `/sessions/${session}/etat/annulee`,
      `/sessions/${session}/inscriptions/nouvelle`,
      `/sessions/${session}/inscriptions/${newId()}/fin`,
      `/sessions/${newId()}`,
      '/sessions/n-importe-quoi',
      `/personnes/${newId()}`,
      '/personnes/n-importe-quoi',
    ]) {
      expect([chemin, (await aller(chemin)).statut]).toEqual([chemin, 404])
      if (chemin.split('/').length > 3)
        expect([chemin, (await aller(chemin, { motif: 'xxx' })).statut]).toEqual([chemin, 404])
    }
  })
  it('sans compte, tout renvoie à la connexion', async () => {
    m.qui = undefined
    for (const chemin of ['/sessions', '/sessions/nouvelle', '/personnes', `/sessions/${newId()}`]) {
      const { statut, vers } = await aller(chemin)
      expect([statut, vers.startsWith('/connexion')]).toEqual([303, true])
    }
  })
  it('un formateur ne voit que les siennes, et n’en planifie pas pour un autre', async () => {
    const formateur = { ...assistante, personne: newId<'Personne'>(), roles: ['formateur'] }
    const sienne = await unePosee({ intitule: 'La sienne', formateurId: formateur.personne })
    const autre = await unePosee({ intitule: 'Pas la sienne' })
    m.qui = formateur
    const liste = (await aller('/sessions')).texte
    expect(liste).toContain('La sienne')
    expect(liste).not.toContain('Pas la sienne')
    expect((await aller(`/sessions/${sienne.session}`)).statut).toBe(200)
    expect((await aller(`/sessions/${autre.session}`)).statut).toBe(403)
    expect((await aller('/personnes')).statut).toBe(403)
    expect((await aller('/sessions/nouvelle', plan())).statut).toBe(403)
  })
  it('le comptable lit sans écrire', async () => {
    const { session } = await unePosee()
    m.qui = { ...assistante, roles: ['comptable'] }
    expect((await aller(`/sessions/${session}`)).statut).toBe(200)
    expect((await aller('/sessions/nouvelle')).statut).toBe(403)
    expect((await aller(`/sessions/${session}/inscriptions/nouvelle`)).statut).toBe(403)
    expect((await aller('/personnes/nouvelle')).statut).toBe(403)
  })
})

describe('les listes', () => {
  it('une maison neuve dit ce qui remplira ses listes', async () => {
    const c = await base.maintenance((tx) => poserOrganisme(tx, 'Toute neuve'))
    m.qui = { ...assistante, organisme: c.organisme }
    expect((await aller('/sessions')).texte).toContain('Aucune session n’est planifiée.')
    expect((await aller('/personnes')).texte).toContain('Personne n’est encore connu ici.')
  })
  it('s’exportent en CSV, sans formule cachée', async () => {
    await aller('/personnes/nouvelle', {
      prenom: 'P',
      nom: '=cmd|calc',
      employeur: 'Ségur; fils',
      _jeton: newId(),
    })
    const { texte, type } = await aller('/personnes?format=csv&q=%3Dcmd')
    expect(type).toContain('text/csv')
    expect(texte).toContain(`'=cmd|calc;P;;"Ségur; fils"`)
    const { session } = await unePosee()
    const { rows } = await base.maintenance((tx) =>
      sql<{ numero: string }>`select numero from sessions.session where id = ${session}`.execute(tx),
    )
    expect((await aller('/sessions?format=csv')).texte).toContain(rows[0]?.numero)
  })
  it('un filtre ou un repère hostile ne fait tomber aucune liste', async () => {
    const reperes = [
      ['x', 'y'],
      ['2026-11-24', 'x'],
      ['', newId()],
      [1, 2],
      ['infinity', newId()],
    ].map((c) => Buffer.from(JSON.stringify(c)).toString('base64url'))
    for (const liste of ['/sessions', '/personnes'])
      for (const q of ['apres=x', 'q=%00%ff', 'q=%25', 'etat=__proto__', ...reperes.map((x) => `avant=${x}`)])
        expect([q, (await aller(`${liste}?${q}`)).statut]).toEqual([q, 200])
  })
})

it('des corps hostiles ne font tomber aucun formulaire', async () => {
  m.qui = { ...assistante, roles: ['responsable'] }
  const { session } = await unePosee()
  await aller(`/sessions/${session}/inscriptions/nouvelle`, {
    'apprenants[0].prenom': 'A',
    'apprenants[0].nom': newId(),
  })
  const { texte } = await aller(`/sessions/${session}`)
  const fin = /\/sessions\/[0-9a-f-]{36}\/inscriptions\/[0-9a-f-]{36}\/fin/.exec(texte)?.[0] ?? ''
  const apprenants = ['prenom', 'nom', 'courriel', 'employeur', 'siret', 'choix'].map(
    (x) => `apprenants[0].${x}`,
  )
  const { fautes, essais } = await eprouver(
    app,
    [
      { url: '/personnes/nouvelle', champs: ['prenom', 'nom', 'courriel', 'employeur', 'siret'] },
      {
        url: '/sessions/nouvelle',
        champs: [
          'offre',
          'etablissement',
          'lieu',
          'zone',
          'formateurId',
          'formateur',
          'capacite',
          'motif',
          'geste',
          'seances[0].date',
          'seances[0].debut',
          'seances[0].fin',
        ],
      },
      { url: `/sessions/${session}/inscriptions/nouvelle`, champs: apprenants },
      { url: `/sessions/${session}/etat/annulee`, champs: ['motif'] },
      { url: fin, champs: ['motif'] },
    ],
    { corps: 120 },
  )
  expect(fautes).toEqual([])
  expect(essais).toBeGreaterThanOrEqual(600)
})
