/** L’audit blanc de Langue & Lien, tenu par une personne des Tisserands : gelé, tiré devant elle, conclu, et ses écarts pris en main. */
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { chemin, enClair, type Personne, uniques } from './rejouer.ts'

type Conclu = {
  readonly conclusion: 'tenu' | 'mineure' | 'majeure'
  readonly constat: string
  readonly risque: string
}

/** Ce que l’écran montre de moins à qui audite : de qui, et ce qui manque. Les indices n’en sont pas. */
const manques = (page: string): readonly { readonly nom: string; readonly quoi: string }[] =>
  [...page.matchAll(/<tr role="row"><th role="rowheader"[^>]*>(.*?)<\/tr>/gs)].flatMap(([ligne]) => {
    if (!ligne.includes('etat manquant') || ligne.includes('un indice')) return []
    const clair = (h = '') => enClair(h.replace(/<small>.*?<\/small>/gs, '').replace(/<[^>]+>/g, ' ')).trim()
    const cellules = ligne.split('<td ')
    return [{ nom: clair(cellules[0]), quoi: clair(`<td ${cellules.at(-1) ?? ''}`) }]
  })

/** Les écarts que l’auditrice retient, s’il en manque un fait ; ailleurs, ce qui manque lui fut montré autrement. */
const graves: Readonly<Record<string, Pick<Conclu, 'conclusion' | 'risque'>>> = {
  '9': { conclusion: 'mineure', risque: 'Arriver au mauvais endroit, ou sans savoir à qui parler.' },
  '11': {
    conclusion: 'majeure',
    risque: 'Une formation finie sans que personne, ni elle, sache ce qu’elle sait faire.',
  },
  '24': { conclusion: 'mineure', risque: 'Enseigner un métier tel qu’il n’est plus.' },
}
/** Un fait que l’écran dit manquant ne se conclut jamais comme si de rien n’était : le constat le cite. */
const conclurePoint = (point: string, page: string): Conclu => {
  if (point === 'marque')
    return {
      conclusion: 'mineure',
      constat: 'La plaquette de printemps montre le logo sans la phrase des catégories.',
      risque: 'Laisser croire que tout ce que la coopérative propose est certifié.',
    }
  const [un] = manques(page)
  if (!un)
    return {
      conclusion: 'tenu',
      constat: 'Montré sur les dossiers tirés, ou dit et vérifié sur place.',
      risque: '',
    }
  const cite = `${un.nom} : ${un.quoi}`
  const grave = graves[point]
  return grave
    ? { ...grave, constat: `${cite}. Rien d’autre ne l’a montré.` }
    : {
        conclusion: 'tenu',
        constat: `${cite} à l’écran ; montré sur papier, à écrire au dossier.`,
        risque: '',
      }
}

/**
 * Le terme de l’accès se juge à l’heure de la base, qui est la vraie : une démonstration jouée à plus d’un an d’ici n’a pas de pair.
 */
const termePossible = (jour: DateCivile): DateCivile | undefined => {
  const vrai = jourLocal(new Date(), ZONE_PAR_DEFAUT)
  const terme = [ajouterJours(jour, 45), ajouterJours(vrai, 45)].sort()[1] as DateCivile
  return terme <= ajouterJours(jour, 365) && terme <= ajouterJours(vrai, 365) ? terme : undefined
}

export const auditerAPlusieurs = async (
  maintenant: Date,
  maiwenn: Personne,
  claire: Personne,
  lesTisserands: string,
): Promise<void> => {
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const dire = (ecart: number) => formaterDate(ajouterJours(jour, ecart), 'chiffres')
  if ((await maiwenn.lire('/qualite/audits')).includes('/qualite/audits/0')) return
  const audit = chemin(
    await maiwenn.envoyer('/qualite/audits/nouveau', {
      genre: 'surveillance',
      auditLe: dire(62),
      depuis: dire(-300),
      categories: 'AF',
      situation: 'certification',
      anciens: '9',
      duree: '7 h',
      beneficiaires: '2',
    }),
  )
  await maiwenn.envoyer(audit, { geste: 'geler' })
  const terme = termePossible(jour)
  let auditeur = maiwenn
  let ou = audit
  if (terme) {
    await maiwenn.envoyer(`${audit}/regards`, {
      genre: 'pair',
      pair: lesTisserands,
      finalite: 'Relire notre échantillon comme le fera le certificateur, deux mois avant la surveillance.',
      expireLe: formaterDate(terme, 'chiffres'),
      consentement: 'on',
    })
    ;[ou = audit] = uniques(
      await claire.lire('/qualite/missions'),
      /href="(\/qualite\/missions\/[0-9a-f-]{36}\/[0-9a-f-]{36})"/g,
    )
    await claire.envoyer(ou, { engagement: 'on', geste: 'accepter' })
    auditeur = claire
  }
  await maiwenn.envoyer(audit, { geste: 'ouvrir' })
  const points = uniques(await auditeur.lire(ou), /\/points\/(\d+|marque|affichage)"/g)
  for (const [i, point] of points.entries()) {
    await auditeur.envoyer(`${ou}/points/${point}`, {
      ...conclurePoint(point, await auditeur.lire(`${ou}/points/${point}`)),
      secondes: String(40 + ((i * 37) % 160)),
      rang: '1',
    })
  }
  await maiwenn.envoyer(audit, { geste: 'conclure' })
  if (/points\/11\/action"/.test(await maiwenn.lire(audit)))
    await maiwenn.envoyer(`${audit}/points/11/action`, {
      titre: 'Émettre l’attestation le dernier jour, en salle',
      cause: 'L’attestation attendait le retour au bureau, et personne n’en répondait.',
      correction: 'Qui anime évalue chaque objectif avant de partir ; l’assistante émet le soir même.',
    })
}
