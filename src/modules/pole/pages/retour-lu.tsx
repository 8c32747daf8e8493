import type { Child } from 'hono/jsx'
import { formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { compter } from '#kernel/texte.ts'
import { asZone, heureLocale, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { direPole, type RetourSur, rangEnLettres } from '../domain/retour-sur.ts'
import { Recit } from './recit.tsx'

const Fait = ({ nom, children }: { nom: string; children?: Child }) => (
  <div>
    <dt>{nom}</dt>
    <dd>{children}</dd>
  </div>
)

/** « lundi 11 mars 2019, 18 h 30, chez TransfaiRH » */
export const direProchaine = (p: NonNullable<RetourSur['prochaine']>): string => {
  const { date, minute } = heureLocale(new Date(p.debut), asZone(p.zone) ?? ZONE_PAR_DEFAUT)
  return [
    `${formaterDate(date, 'complet')}, ${formaterHeure(minute)}`,
    p.hote ? `chez ${p.hote}` : '',
    p.lieu,
  ]
    .filter(Boolean)
    .join(', ')
}

const EnBref = ({ retour: t }: { retour: RetourSur }) => (
  <aside class="fiche" aria-labelledby="en-bref">
    <h2 class="unseen" id="en-bref">
      La rencontre en bref
    </h2>
    <dl>
      <Fait nom="Date">
        <time datetime={t.jour}>{formaterDate(t.jour, 'complet')}</time>
      </Fait>
      <Fait nom="Rang">
        {rangEnLettres(t.rang)} rencontre du {direPole(t.pole)}
      </Fait>
      {t.hote ? <Fait nom="Hôte">{t.hote}</Fait> : null}
      {t.personnes > 0 ? (
        <Fait nom="Présents">
          {compter(t.personnes, 'personne')}, {compter(t.cooperatives.length, 'coopérative')}
        </Fait>
      ) : null}
      {t.invites ? <Fait nom="Invités">{t.invites}</Fait> : null}
      {t.sujets.length > 0 ? <Fait nom="Sujets">{String(t.sujets.length)}</Fait> : null}
      {t.prochaine ? <Fait nom="Suite">{direProchaine(t.prochaine)}</Fait> : null}
    </dl>
  </aside>
)

/** Le corps d'un retour, le même à l'aperçu et en ligne. `niveau` : celui de son grand titre. */
export const RetourLu = ({
  retour: t,
  niveau,
  publieLe,
  pratique,
  depuis,
}: {
  retour: RetourSur
  niveau: 1 | 2
  publieLe?: Child
  /** « En pratique » : rejoindre, impulser, écrire. */
  pratique?: Child
  depuis?: Child
}) => (
  <article class="recit">
    <header>
      <p class="sur">Retour sur…</p>
      {niveau === 1 ? <h1>{t.titre}</h1> : <h2 class="grand">{t.titre}</h2>}
      {publieLe ? <p class="sub">{publieLe}</p> : null}
    </header>
    <EnBref retour={t} />
    <div class="prose">
      <p class="chapo">{t.chapo}</p>
      <Recit texte={t.recit} />
      {t.sujets.length > 0 ? (
        <>
          <h2>Ce qui s’est dégagé</h2>
          <ol class="sujets">
            {t.sujets.map((s) => (
              <li>{s}</li>
            ))}
          </ol>
        </>
      ) : null}
      {t.decisions.length > 0 ? (
        <>
          <h2>Décidé</h2>
          <ul class="puces">
            {t.decisions.map((d) => (
              <li>
                <strong>{d.titre}</strong> {d.issue}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {t.groupes.length > 0 ? (
        <>
          <h2>Au travail</h2>
          <ul class="puces">
            {t.groupes.map((g) => (
              <li>
                <strong>{g.nom}</strong> : {g.mandat}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {t.engagements.length > 0 ? (
        <>
          <h2>Ce à quoi l’on s’est engagé</h2>
          <ul class="puces">
            {t.engagements.map((e) => (
              <li>
                {e.quoi}
                {e.pour ? `, pour le ${formaterDate(e.pour)}` : ''}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {t.cooperatives.length > 0 ? (
        <>
          <h2>Qui était là</h2>
          <p>{t.cooperatives.join(', ')}.</p>
        </>
      ) : null}
      {t.prochaine ? (
        <>
          <h2>La suite</h2>
          <p>
            Prochaine rencontre : <strong>{direProchaine(t.prochaine)}</strong>.
          </p>
        </>
      ) : null}
      {pratique}
    </div>
    {depuis}
  </article>
)
