/** Dans la salle, l’appareil de main en main : les noms, la signature, le reçu ; et, sous son code, qui forme. */
import { confirmeParInitiales, demandeDInitiales, refusDInitiales } from '#kernel/initiales.ts'
import { bouton, champ, compter, el, etat, heure, lignes, paragraphe, tracer } from './dom.ts'
import type { Case, EntreeGardee, Feuille } from './magasin.ts'
import { codeJuste, garder } from './suite.ts'
import {
  avertir,
  contexte,
  deLaCase,
  direMinutes,
  type Etat,
  echecDit,
  heureDIci,
  minutesDe,
  nomDe,
  type Page,
  type Vue,
} from './vue.ts'

export const salle = (e: Etat, f: Feuille): Vue => {
  const reste = f.cases.filter((c) => c.etat === 'attendue' && !deLaCase(e.entrees, f, c))
  const faits = f.cases.filter((c) => !reste.includes(c))
  const remise = (x: EntreeGardee): string =>
    new Date(Date.parse(x.faitLe) - (e.appareil?.ecartMs ?? 0)).toISOString()
  const dire = (c: Case): Node => {
    const x = deLaCase(e.entrees, f, c)
    const perdues = direMinutes(minutesDe(e.entrees, f, c))
    const suite = perdues ? `, ${perdues}` : ''
    if (x?.geste === 'presence')
      return etat('partiel', `signée à ${heure(remise(x), f.zone)}, pas encore envoyée${suite}`)
    if (x) return etat('a-juger', 'absence, gardée')
    return c.etat === 'signee'
      ? etat('prouve', `au registre${suite}`)
      : etat('a-juger', 'voir avec qui forme')
  }
  return {
    titre: 'Touchez votre nom',
    maison: f.organisme,
    contexte: contexte(f),
    corps: [
      avertir(f, e.appareil),
      el(
        'p',
        { role: 'status' },
        f.cases.length === 0
          ? 'Personne n’est inscrit à cette session.'
          : reste.length === 0
            ? 'Chacun a signé ou a été noté.'
            : `${compter(reste.length, 'signature')} à recueillir, jusqu’à ${heure(f.fermeLe, f.zone)}.`,
      ),
      el(
        'ul',
        { class: 'noms' },
        ...reste.map((c) =>
          el('li', {}, el('a', { class: 'button large', href: `#${f.seance}/${c.inscription}` }, nomDe(c))),
        ),
      ),
      faits.length > 0
        ? el('ul', { class: 'demis' }, ...faits.map((c) => el('li', {}, el('span', {}, nomDe(c)), dire(c))))
        : null,
      el(
        'p',
        { class: 'sub' },
        el('a', { href: `#${f.seance}/formateur` }, 'Pour la personne qui forme'),
        ' · ',
        el('a', { href: '#' }, 'Toutes les demi-journées'),
      ),
    ],
  }
}

export const signer = (page: Page, e: Etat, f: Feuille, c: Case): Vue => {
  const initiales = champ({
    nom: 'initiales',
    ...demandeDInitiales(c),
    attributs: { maxlength: '120', autocapitalize: 'characters' },
  })
  const coche = el('input', {
    type: 'checkbox',
    id: 'attestation',
    name: 'attestation',
    'aria-describedby': 'attestation-e',
  })
  const manque = el('small', { class: 'erreur', id: 'attestation-e', hidden: true })
  const trace = tracer('trace')
  const envoyer = (ev: Event): void => {
    ev.preventDefault()
    const bonnes = confirmeParInitiales(c, initiales.entree.value)
    manque.textContent = coche.checked ? '' : 'Cochez la case pour attester votre présence.'
    manque.hidden = coche.checked
    if (!coche.checked) coche.focus()
    initiales.dire(bonnes ? '' : refusDInitiales(c))
    if (!bonnes || !coche.checked) return
    const dessin = trace.querySelector<HTMLInputElement>('input[name="trace"]')?.value ?? ''
    void page.faire(() =>
      garder({
        seance: f.seance,
        inscription: c.inscription,
        geste: 'presence',
        feuille: f.feuille,
        ...(dessin ? { trace: dessin } : {}),
      }),
    )
  }
  return {
    titre: nomDe(c),
    maison: f.organisme,
    contexte: contexte(f),
    corps: [
      avertir(f, e.appareil),
      echecDit(page),
      el(
        'form',
        { submit: envoyer, novalidate: true },
        initiales.boite,
        el(
          'div',
          { class: 'field l3' },
          el(
            'p',
            { class: 'coche' },
            coche,
            el(
              'label',
              { for: 'attestation' },
              'Je suis ',
              el('strong', {}, nomDe(c)),
              ' et j’atteste ma présence à cette demi-journée.',
            ),
          ),
          manque,
        ),
        el(
          'fieldset',
          { class: 'trace' },
          el('legend', {}, 'Votre signature, si vous le souhaitez'),
          trace,
          el(
            'p',
            { class: 'sub' },
            'Tracez du doigt au-dessus du trait. Sans tracé, vos initiales et la case cochée suffisent.',
          ),
        ),
        paragraphe(el('button', { class: 'button call large' }, 'Signer ma présence')),
      ),
      paragraphe(el('a', { href: `#${f.seance}` }, 'Ce n’est pas moi\u00a0: revenir à la liste')),
      el(
        'p',
        { class: 'sub' },
        'La feuille dira «\u00a0signée hors ligne\u00a0», avec l’heure de cet appareil et celle de la réception. Le registre garde ces heures et l’appareil, rien d’autre.',
      ),
    ],
  }
}

/** `etat` : ce que l’appareil garde ; la dernière personne venue, il n’y en a pas de suivante. */
export const recu = (etat: Etat, f: Feuille, c: Case, e: EntreeGardee): Vue => {
  const reste = f.cases.some((x) => x.etat === 'attendue' && !deLaCase(etat.entrees, f, x))
  const presence = e.geste === 'presence'
  return {
    titre: presence ? 'Signé, pas encore envoyé' : 'Absence gardée',
    maison: f.organisme,
    contexte: contexte(f),
    corps: [
      el(
        'div',
        { class: 'horsligne', role: 'status' },
        el(
          'p',
          {},
          presence
            ? 'Cet appareil garde votre signature, même éteint. Elle partira quand il aura du réseau.'
            : 'Cet appareil garde cette absence, même éteint. Elle partira quand il aura du réseau.',
        ),
      ),
      lignes(
        ['Stagiaire', nomDe(c)],
        ['Demi-journée', `${f.jour}, ${f.moment}`],
        ['Heure de l’appareil', heure(e.faitLe, f.zone, true)],
        ['Heure du serveur', 'à la réception'],
        presence ? ['Tracé', e.trace ? 'joint' : 'aucun, la case et les initiales'] : ['Geste', 'absence'],
        ['Rang sur l’appareil', String(e.rang)],
      ),
      el(
        'p',
        {},
        el(
          'a',
          { class: 'button call large', href: `#${f.seance}` },
          reste ? 'Passer à la personne suivante' : 'Tout le monde a répondu : revenir à la feuille',
        ),
      ),
    ],
  }
}

/** Retard et départ de qui est là : des minutes, qui s’ajoutent à ce que la case dit déjà. */
const perdre = (
  e: Etat,
  f: Feuille,
  noter: (c: Case, minutes: { retard: number; depart: number }) => void,
): Node | null => {
  const presentes = f.cases.filter(
    (c) => c.etat === 'signee' || deLaCase(e.entrees, f, c)?.geste === 'presence',
  )
  if (presentes.length === 0) return null
  const nombre = (nom: string, libelle: string) =>
    champ({ nom, libelle, attributs: { inputmode: 'numeric', maxlength: '3', size: '4' } })
  const [retard, depart] = [
    nombre('retard', 'Retard, en minutes'),
    nombre('depart', 'Départ avant la fin, en minutes'),
  ]
  const qui = el(
    'select',
    { id: 'qui-perd', name: 'qui-perd' },
    ...presentes.map((c) => {
      const deja = direMinutes(minutesDe(e.entrees, f, c))
      return el('option', { value: c.inscription }, deja ? `${nomDe(c)} (${deja})` : nomDe(c))
    }),
  )
  const duree = (Date.parse(f.finitLe) - Date.parse(f.commenceLe ?? f.ouvreLe)) / 60_000
  const envoyer = (): void => {
    const c = presentes.find((x) => x.inscription === qui.value)
    if (!c) return
    const deja = minutesDe(e.entrees, f, c)
    // Vide : ce que la case dit déjà.
    const lire = (texte: string, avant: number): number =>
      texte.trim() === '' ? avant : /^\d{1,3}$/.test(texte.trim()) ? Number(texte) : Number.NaN
    const m = {
      retard: lire(retard.entree.value, deja.retard),
      depart: lire(depart.entree.value, deja.depart),
    }
    const change = (k: 'retard' | 'depart') => deja[k] > 0 && m[k] !== deja[k]
    const refus = (k: 'retard' | 'depart'): string =>
      Number.isNaN(m[k])
        ? 'Écrivez des minutes, en chiffres.'
        : change(k)
          ? 'La feuille le dit déjà autrement\u00a0: changez-le sur la feuille, avec du réseau.'
          : ''
    const ensemble =
      m.retard + m.depart >= duree
        ? 'C’est toute la demi-journée\u00a0: qui n’en a rien suivi est absent.'
        : m.retard === deja.retard && m.depart === deja.depart
          ? 'Écrivez les minutes perdues.'
          : ''
    depart.dire(refus('depart'))
    retard.dire(refus('retard') || (refus('depart') ? '' : ensemble))
    if (refus('retard') || refus('depart') || ensemble) return
    noter(c, m)
  }
  return el(
    'section',
    {},
    el('h2', {}, 'Noter un retard ou un départ'),
    el('p', { class: 'field' }, el('label', { for: 'qui-perd' }, 'Personne présente'), qui),
    retard.boite,
    depart.boite,
    paragraphe(bouton('Noter les minutes', envoyer)),
  )
}

export const formateur = (page: Page, e: Etat, f: Feuille): Vue => {
  const a = e.appareil
  const reste = f.cases.filter((c) => c.etat === 'attendue' && !deLaCase(e.entrees, f, c))
  const signee =
    f.contresignee || e.entrees.some((x) => x.seance === f.seance && x.geste === 'contresignature')
  const finie = heureDIci(a) >= Date.parse(f.finitLe)
  const code = champ({
    nom: 'code',
    libelle: 'Votre code',
    aide: 'Celui choisi en préparant cet appareil.',
    attributs: { inputmode: 'numeric', maxlength: '8', type: 'password', autocomplete: 'off' },
  })
  const qui = el(
    'select',
    { id: 'qui', name: 'qui' },
    ...reste.map((c) => el('option', { value: c.inscription }, nomDe(c))),
  )
  const motif = el(
    'select',
    { id: 'motif', name: 'motif' },
    ...(a?.motifs ?? []).map((m) => el('option', { value: m.code }, m.mot)),
  )
  const avecCode = async (geste: () => Promise<unknown>): Promise<void> => {
    const juste = a !== undefined && (await codeJuste(code.entree.value, a.code))
    code.dire(juste ? '' : 'Ce n’est pas le code choisi en préparant cet appareil.')
    if (!juste) return
    await page.faire(geste)
  }
  const base = { seance: f.seance, feuille: f.feuille }
  const minutes = perdre(
    e,
    f,
    (c, m) =>
      void avecCode(() => garder({ ...base, inscription: c.inscription, geste: 'retard', minutes: m })),
  )
  return {
    titre: 'Pour qui forme',
    maison: f.organisme,
    contexte: contexte(f),
    corps: [
      echecDit(page),
      reste.length > 0 || minutes || (finie && !signee) ? code.boite : null,
      reste.length > 0
        ? el(
            'section',
            {},
            el('h2', {}, 'Noter une absence'),
            el('p', { class: 'field' }, el('label', { for: 'qui' }, 'Personne'), qui),
            el('p', { class: 'field' }, el('label', { for: 'motif' }, 'Motif de l’absence'), motif),
            paragraphe(
              bouton(
                'Noter l’absence',
                () =>
                  void avecCode(() =>
                    garder({ ...base, inscription: qui.value, geste: 'absence', motif: motif.value }),
                  ),
              ),
            ),
          )
        : paragraphe('Chacun a signé ou a été noté.'),
      minutes,
      el('h2', {}, 'Votre signature'),
      signee
        ? paragraphe(etat('prouve', 'Signée, ou gardée pour l’envoi'))
        : el(
            'div',
            {},
            paragraphe(
              finie
                ? 'Elle atteste la demi-journée que vous avez animée. La feuille se clôt avec du réseau, sur sa page.'
                : `Elle s’ouvre à la fin de la demi-journée, à ${heure(f.finitLe, f.zone)}.`,
            ),
            finie
              ? paragraphe(
                  bouton(
                    'Contresigner la demi-journée',
                    () =>
                      void avecCode(() => garder({ ...base, inscription: null, geste: 'contresignature' })),
                    'button call large',
                  ),
                )
              : null,
          ),
      paragraphe(el('a', { href: `#${f.seance}` }, 'Revenir à la liste')),
    ],
  }
}
