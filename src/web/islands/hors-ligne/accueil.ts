/** L’accueil de la page : préparer l’appareil, choisir sa demi-journée, envoyer ce qui attend. */
import { de } from '#kernel/texte.ts'
import { bouton, champ, compter, ecartDit, el, etat, moment, paragraphe } from './dom.ts'
import type { Feuille } from './magasin.ts'
import { deLaCase, type Etat, echecDit, type Page, titreDe, type Vue } from './vue.ts'

const motsIssue: Readonly<Record<string, string>> = {
  doublon: 'une première signature valait déjà',
  'hors-fenetre': 'signée hors de la fenêtre',
  horloge: 'l’horloge de cet appareil a changé depuis qu’il a emporté la feuille',
  tardive: 'reçue plus de sept jours après',
  'feuille-close': 'la feuille était déjà close',
  'deja-statuee': 'la case était déjà statuée',
  'sans-presence': 'aucune présence ne valait pour cette personne',
  'minutes-de-trop': 'ces minutes font toute la demi-journée, ou plus',
  'appareil-retire': 'cet appareil a été retiré',
  'avant-emport': 'datée d’avant le dernier échange avec la coopérative',
  'emport-tardif': 'la feuille a été emportée après la fin de la demi-journée',
  rang: 'sa place dans la suite des gestes de cet appareil ne se vérifie pas',
  recul: 'l’horloge de cet appareil a reculé entre deux gestes',
}
const ecartADireMs = 2 * 60_000

export const accueil = (page: Page, e: Etat): Vue => {
  if (!e.appareil) return aPreparer(page)
  const a = e.appareil
  const horloge = Math.abs(a.ecartMs) > ecartADireMs
  return {
    titre: 'Signer sans réseau',
    maison: a.maison,
    contexte: `Appareil ${de(a.qui)}`,
    corps: [
      attente(page, e),
      dire(page, e),
      horloge
        ? el(
            'p',
            { class: 'flash mal', role: 'status' },
            el('strong', {}, 'Cet appareil n’est pas à l’heure. '),
            `Il ${a.ecartMs > 0 ? 'avance' : 'retarde'} de ${ecartDit(a.ecartMs)}. Vous pouvez faire signer\u00a0: chaque heure sera remise à celle de la coopérative à la réception, tant que vous ne touchez pas à l’horloge. Si vous la réglez, mettez à jour les demi-journées avant de faire signer.`,
          )
        : null,
      el('h2', {}, 'Vos demi-journées'),
      e.feuilles.length === 0
        ? paragraphe(
            'Aucune demi-journée à venir cette semaine n’est à votre nom. Quand une session vous sera confiée, reprenez cette page avec du réseau.',
          )
        : el('ul', { class: 'demis feuilles' }, ...e.feuilles.map((f) => ligne(e, f))),
      el('p', {}, bouton('Mettre à jour les demi-journées', page.envoyer)),
      el(
        'p',
        { class: 'sub' },
        `Prêt depuis le ${moment(a.prepareLe)}. La page s’ouvre sans réseau, même navigateur fermé\u00a0; ajoutez-la à l’écran d’accueil. Avant de faire circuler l’appareil, `,
        el('a', { href: '/compte' }, 'quittez votre compte'),
        '\u00a0: il n’en faut un que pour envoyer.',
      ),
      e.entrees.length === 0
        ? el('p', { class: 'sub' }, bouton('Vider cet appareil', page.vider, 'link'))
        : null,
    ],
  }
}

const aPreparer = (page: Page): Vue => {
  const code = champ({
    nom: 'code',
    libelle: 'Votre code',
    aide: 'Quatre à huit chiffres, connus de vous seul·e : sans réseau, il ouvre les absences et votre signature.',
    attributs: { inputmode: 'numeric', maxlength: '8', type: 'password', autocomplete: 'new-password' },
  })
  const envoyer = (ev: Event): void => {
    ev.preventDefault()
    const bon = /^\d{4,8}$/.test(code.entree.value)
    code.dire(bon ? '' : 'Écrivez quatre à huit chiffres.')
    if (!bon) return
    page.preparer(code.entree.value)
  }
  return {
    titre: 'Signer sans réseau',
    corps: [
      paragraphe(
        'Un sous-sol, un chantier, un village sans antenne\u00a0: préparez cet appareil ici, avec du réseau. Il garde vos demi-journées d’hier à dans une semaine, fait signer la salle, et envoie quand le réseau revient.',
      ),
      echecDit(page),
      el(
        'form',
        { submit: envoyer, novalidate: true },
        code.boite,
        paragraphe(el('button', { class: 'button call large' }, 'Préparer cet appareil')),
      ),
      el(
        'p',
        { class: 'sub' },
        'L’appareil garde les signatures jusqu’à leur envoi, et les noms des demi-journées à signer, rien d’autre. Une demi-journée finie et envoyée, il en oublie les noms. Il signe avec une clé qui n’en sort jamais.',
      ),
    ],
  }
}

const attente = (page: Page, e: Etat): Node | null => {
  const n = e.entrees.length
  if (n === 0) return null
  return el(
    'div',
    { class: 'horsligne', role: 'status' },
    el(
      'h2',
      {},
      `${compter(n, 'geste')} ${n > 1 ? 'gardés' : 'gardé'}, pas encore ${n > 1 ? 'envoyés' : 'envoyé'}`,
    ),
    el(
      'p',
      {},
      'Ils sont dans cet appareil, et y restent même éteint. Ils partiront dès que le réseau revient et que vous êtes connecté·e.',
    ),
    el('p', {}, bouton('Envoyer maintenant', page.envoyer, 'button large')),
  )
}

/** Ce que le dernier envoi a donné. */
const dire = (page: Page, e: Etat): Node | null => {
  if (page.echec) return echecDit(page)
  const b = page.bilan
  if (!b || b.recues + b.refusees.length === 0) {
    const d = e.appareil?.dernierEnvoi
    return d
      ? el(
          'p',
          { class: 'sub' },
          `Dernier envoi le ${moment(d.le)}\u00a0: ${compter(d.nombre, 'geste reçu', 'gestes reçus')}, jusqu’à l’entrée ${d.jusqua} du registre.`,
        )
      : null
  }
  return el(
    'div',
    { role: 'status' },
    b.recues > 0
      ? el(
          'p',
          { class: 'flash fait' },
          el('strong', {}, `${compter(b.recues, 'geste reçu', 'gestes reçus')}. `),
          b.recues > 1
            ? `Entrées ${b.premier} à ${b.dernier} du registre.`
            : `Entrée ${b.dernier} du registre.`,
        )
      : null,
    b.sansEffet.length + b.refusees.length > 0
      ? el(
          'ul',
          { class: 'demis' },
          ...b.sansEffet.map((x) =>
            el(
              'li',
              {},
              el('span', {}, x.nom),
              etat('a-juger', `gardée sans effet\u00a0: ${motsIssue[x.issue] ?? x.issue}`),
            ),
          ),
          ...b.refusees.map((x) => el('li', {}, el('span', {}, x.nom), etat('manquant', x.phrase))),
        )
      : null,
  )
}

const ligne = (e: Etat, f: Feuille): Node => {
  const n = f.cases.filter(
    (c) => c.etat === 'signee' || deLaCase(e.entrees, f, c)?.geste === 'presence',
  ).length
  const fini = n > 0 && f.cases.every((c) => c.etat !== 'attendue' || deLaCase(e.entrees, f, c))
  return el(
    'li',
    {},
    el(
      'span',
      {},
      el('a', { href: `#${f.seance}` }, `${titreDe(f)}, ${f.moment}`),
      el('span', { class: 'sub' }, `${f.creneau}, ${f.intitule}`),
    ),
    etat(fini ? 'prouve' : 'a-venir', `${n} sur ${f.cases.length}`),
  )
}
