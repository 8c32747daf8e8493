/** La porte du pôle : ce que les modules de rang supérieur et `app/` peuvent employer. */
export { agendaDesPoles, type Rencontre } from './db/agenda.ts'
export { nommerPoles, type PoleOuvert, polesOuverts } from './db/poles.ts'
export { type RetourEnListe, type RetourPublie, retourParAdresse, retoursPublies } from './db/retours.ts'
export { direPole, type RetourSur } from './domain/retour-sur.ts'
export { fonderUrl, rejoindreUrl, retourPublieUrl } from './liens.ts'
export { poleModule } from './module.ts'
export { direMoment, formats } from './pages/dire.ts'
export { direProchaine, RetourLu } from './pages/retour-lu.tsx'
