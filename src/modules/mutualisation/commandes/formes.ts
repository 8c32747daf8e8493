import { commandeDeCas } from '#web/commande-pure.ts'
import { type Jugement, jugerFormes } from '../domain/formes/juger.ts'
import { lireCasDeForme } from '../lecture/lire-faits.ts'

const detailDe = (permises: Jugement['permises'], interdites: Jugement['interdites']) => ({
  avertissements: [...new Set(permises.flatMap((p) => p.avertissements.map((a) => a.id)))],
  explications: {
    permises: permises.map((p) => ({
      code: p.forme.code,
      nom: p.forme.nom,
      marque: p.forme.marque,
      source: p.forme.source,
      pieces: p.pieces,
      qualiopi: p.qualiopi,
      avertissements: p.avertissements.map(({ id: regle, article, marque, dit }) => ({
        regle,
        article,
        marque,
        dit,
      })),
    })),
    interdites: interdites.map((x) => ({
      code: x.forme.code,
      nom: x.forme.nom,
      raisons: x.raisons.map(({ id: regle, article, marque, dit, source }) => ({
        regle,
        article,
        marque,
        dit,
        source,
      })),
    })),
  },
})

/** Le contrat ; avec `--detail`, aussi les avertissements, les raisons et leurs sources. */
const enJson = (id: string, { permises, interdites }: Jugement, detail: boolean) => ({
  id,
  permises: permises.map((p) => p.forme.code),
  interdites: Object.fromEntries(interdites.map((x) => [x.forme.code, x.raisons.map((r) => r.article)])),
  pieces: [...new Set(permises.flatMap((p) => p.pieces))],
  bpf: Object.fromEntries(permises.map((p) => [p.forme.code, [p.bpf.receveur, p.bpf.envoyeur]])),
  ...(detail ? detailDe(permises, interdites) : {}),
})

const marques = {
  certain: '',
  deduit: ' (déduit)',
  douteux: ' (douteux)',
  memoire: ' (de mémoire, à relire)',
} as const

const enTexte = (id: string, { permises, interdites }: Jugement): readonly string[] => [
  id,
  ...(permises.length === 0 ? ['  Aucune forme n’est permise.'] : []),
  ...permises.flatMap((p) => [
    `  Permise : ${p.forme.nom}${marques[p.forme.marque]}`,
    `      Pièces : ${p.pieces.join(', ')}`,
    ...(p.bpf.receveur.length > 0 ? [`      Bilan de qui reçoit : ${p.bpf.receveur.join(', ')}`] : []),
    ...(p.bpf.envoyeur.length > 0 ? [`      Bilan de qui envoie : ${p.bpf.envoyeur.join(', ')}`] : []),
    ...p.avertissements.map((a) => `      À savoir : ${a.dit} (${a.article})${marques[a.marque]}`),
  ]),
  ...interdites.flatMap((x) => [
    `  Interdite : ${x.forme.nom}`,
    ...x.raisons.map((r) => `      ${r.dit} (${r.article})${marques[r.marque]}`),
  ]),
  '',
]

/** Les formes juridiques permises et interdites de chaque cas d’un fichier. Sans base. */
export const formesCommande = commandeDeCas({
  nom: 'formes',
  option: '--faits',
  lire: lireCasDeForme,
  juger: (cas, detail) => {
    const juges = cas.map((c) => ({ id: c.id, jugement: jugerFormes(c.faits) }))
    return {
      document: { cas: juges.map((j) => enJson(j.id, j.jugement, detail)) },
      lignes: [
        ...juges.flatMap((j) => enTexte(j.id, j.jugement)),
        'Ceci n’est pas un conseil juridique : à valider par votre union ou votre conseil.',
      ],
    }
  },
})
