/** « Contrôles », sur la page d’une session ; et la garde de sa clôture. */
import { compter } from '#kernel/texte.ts'
import { inscritsUneFois, piecesUneFois } from '#modules/inscriptions/index.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { Etat, Manques, Section } from '#web/components.tsx'
import type { SessionContribution } from '#web/contributions.ts'
import { alentoursUneFois } from '../db/alentours.queries.ts'
import { maillonsUneFois } from '../db/dossier.queries.ts'
import { nommerPhrases, releverUneFois } from '../gestes/relever.ts'
import { etatDe, motQui } from '../lecture/mots.ts'
import { remedeUrl, sessionControlesUrl } from '../liens.ts'

/** Au-delà, la page des contrôles les montre tous. */
const maxMontres = 6

export const contributionControles: SessionContribution = {
  nom: 'controles',
  rang: 80,
  // Tout visiteur : la garde de la clôture en dépend, pour qui ne lit pas les contrôles aussi.
  prelire: (tx, sessionId) => [
    alentoursUneFois(tx, sessionId),
    piecesUneFois(tx, sessionId),
    maillonsUneFois(tx, sessionId),
  ],
  async faits(tx, sessionId, _visiteur, maintenant) {
    const r = await releverUneFois(tx, sessionId, maintenant)
    if (!r || r.session.seances.every((s) => s.debut > maintenant)) return {}
    return {
      gardes: {
        'controles-leves': r.constats.every((c) => c.gravite !== 'bloquant' || c.jugement !== undefined),
      },
    }
  },
  async section(tx, sessionId, visiteur, maintenant) {
    // La page a déjà vérifié que la session est celle de la personne, si son droit s'y limite.
    if (!peutVisiteur(visiteur, 'emargement.lire', { estSien: true })) return undefined
    const r = await releverUneFois(tx, sessionId, maintenant)
    if (!r || r.session.seances.every((s) => s.debut > maintenant)) return undefined
    const ouverts = r.constats.filter((c) => !c.jugement)
    const acceptes = r.constats.length - ouverts.length
    const noms = (await inscritsUneFois(tx, r.session.id)).map(
      (i) => [i.personne, `${i.prenom} ${i.nom}`] as const,
    )
    const dire = await nommerPhrases(
      tx,
      ouverts.slice(0, maxMontres).map((c) => c.phrase),
      new Map(noms),
    )
    const href = sessionControlesUrl({ session: sessionId })
    const sous = [
      compter(r.passees, 'contrôle passé', { pluriel: 'contrôles passés' }),
      acceptes > 0 ? compter(acceptes, 'constat accepté', { pluriel: 'constats acceptés' }) : '',
      r.nonVerifiables.length > 0
        ? `${r.nonVerifiables.length} non vérifiable${r.nonVerifiables.length > 1 ? 's' : ''}`
        : '',
    ].filter(Boolean)
    return (
      <Section
        titre="Contrôles"
        id="controles"
        {...(ouverts.length === 0
          ? { serre: true }
          : {
              plie: (
                <Etat
                  etat={ouverts.some((c) => c.gravite === 'bloquant') ? 'manquant' : 'partiel'}
                  mot={compter(ouverts.length, 'constat à lever', { pluriel: 'constats à lever' })}
                />
              ),
            })}
        sous={sous.join(', ')}
        outils={[{ libelle: 'Tous les contrôles', href }]}
      >
        {ouverts.length === 0 ? (
          <p>Rien à redire, de ce que les contrôles savent lire.</p>
        ) : (
          <>
            <Manques
              lignes={ouverts.slice(0, maxMontres).map((c) => ({
                etat: etatDe[c.gravite],
                chose: (
                  <>
                    <strong>{c.titre}</strong> : {dire(c.phrase)}
                  </>
                ),
                qui: motQui[c.qui],
                quand: c.gravite === 'bloquant' ? 'avant la facture' : '',
                geste: <a href={remedeUrl(sessionId, c.ou)}>{c.remede}</a>,
              }))}
            />
            {ouverts.length > maxMontres ? (
              <p>
                <a href={href}>Les {ouverts.length} constats ouverts</a>
              </p>
            ) : null}
          </>
        )}
      </Section>
    )
  },
}
