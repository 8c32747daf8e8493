import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { formaterDate, formaterPeriode } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { formaterNda, type Nda } from '#kernel/identifiants.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  type Contenu,
  estCertifiante,
  type FichePublique,
  ficheUrl,
  libelleNsf,
  modalites,
  natures,
} from '#modules/catalogue/index.ts'
import { direPart, type Publication } from '#modules/questionnaires/index.ts'
import type { Services } from '#platform/services.ts'
import { Path } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { lireOffrePubliee } from '../db/offres.ts'
import type { DateAnnoncee } from '../db/porte-d-entree.ts'
import { enCourse } from '../domain/json-ld.ts'
import { demanderUnePlaceUrl, formationsUrl } from '../liens.ts'
import { Cadre } from './cadre.tsx'
import { recoitDesDemandes } from './demander-une-place.page.tsx'
import { JsonLd } from './json-ld.tsx'

const Texte = ({ titre, texte }: { titre: string; texte: string }) =>
  texte === '' ? null : (
    <>
      <h3>{titre}</h3>
      {texte.split(/\n{2,}/).map((p) => (
        <p class="lignes">{p}</p>
      ))}
    </>
  )

const Liste = ({ valeurs }: { valeurs: readonly string[] }) => (
  <ul>
    {valeurs.map((v) => (
      <li>{v}</li>
    ))}
  </ul>
)

const Fait = ({ nom, children }: { nom: string; children?: Child }) => (
  <div>
    <dt>{nom}</dt>
    <dd>{children}</dd>
  </div>
)

const Contact = ({ c }: { c: Contenu }) => (
  <>
    {c.contact ? <>{c.contact}, </> : null}
    {c.contactCourriel ? <a href={`mailto:${encodeURI(c.contactCourriel)}`}>{c.contactCourriel}</a> : null}
    {c.contactCourriel && c.contactTelephone ? ', ' : null}
    {c.contactTelephone ? (
      <a href={`tel:${c.contactTelephone.replace(/[^+\d]/g, '')}`}>{c.contactTelephone}</a>
    ) : null}
  </>
)

/** Ce que l’on fait d’une formation qui plaît : demander une place, ou appeler. */
const Gestes = ({ f }: { f: FichePublique }) => {
  const telephone = f.contenu.contactTelephone || f.vitrine.telephone
  return (
    <p class="rdv-do">
      {recoitDesDemandes(f) ? (
        <a class="button call" href={demanderUnePlaceUrl({ offre: f.offre })}>
          Demander une place
        </a>
      ) : null}
      {telephone ? (
        <a class="button" href={`tel:${telephone.replace(/[^+\d]/g, '')}`}>
          Appeler le {telephone}
        </a>
      ) : null}
    </p>
  )
}

const EnBref = ({ f, dates }: { f: FichePublique; dates: readonly DateAnnoncee[] }) => (
  <aside class="fiche" aria-labelledby="en-bref">
    <h2 class="unseen" id="en-bref">
      En bref
    </h2>
    <dl>
      <Fait nom="Nature">{natures[f.nature]}</Fait>
      <Fait nom="Durée">
        {formaterDuree(f.duree)}
        {f.contenu.dureeTexte ? ` (${f.contenu.dureeTexte})` : ''}
      </Fait>
      <Fait nom="Modalité">{modalites[f.modalite]}</Fait>
      <Fait nom="Prix">
        <span class="prix">{formaterMontant(f.prix)}</span> par stagiaire, {f.motDuPrix}
      </Fait>
      <Fait nom={dates.length > 1 ? 'Prochaines dates' : 'Prochaine date'}>
        {dates.length > 0 ? (
          <ul>
            {dates.map((d) => (
              <li>{[formaterPeriode(d.du, d.au, 'long'), d.lieu].filter(Boolean).join(', ')}</li>
            ))}
          </ul>
        ) : (
          'aucune date annoncée'
        )}
      </Fait>
      <Fait nom="Délai d’accès">{f.contenu.delaiAcces}</Fait>
      {f.certification ? <Fait nom="Certification">{f.certification}</Fait> : null}
      <Fait nom="Spécialité">{libelleNsf(f.contenu.nsf[0] ?? '') ?? ''}</Fait>
      <Fait nom="Contact">
        <Contact c={f.contenu} />
      </Fait>
    </dl>
  </aside>
)

const Certification = ({ f }: { f: FichePublique }) => {
  const c = f.contenu
  if (!estCertifiante(c)) return null
  return (
    <>
      <h2>Certification</h2>
      <p>
        {c.certLibelle}
        {c.certification ? `, ${c.certification}` : ''}, délivrée par {c.certificateur}.
        {c.certDu ? ` Enregistrée le ${formaterDate(c.certDu)}` : ''}
        {c.certDu && c.certAu ? `, jusqu’au ${formaterDate(c.certAu)}.` : ''}
      </p>
      {c.certBlocs.length > 0 ? (
        <>
          <h3>Blocs de compétences</h3>
          <Liste valeurs={c.certBlocs} />
        </>
      ) : null}
      <Texte titre="Équivalences et passerelles" texte={c.certPasserelles} />
      <Texte titre="Débouchés et suites de parcours" texte={c.certDebouches} />
      <Texte titre="Taux d’obtention et suites" texte={c.certResultats} />
    </>
  )
}

/** Un chiffre public porte sa formule, sa période, son effectif et son taux de réponse (RNQ, indicateur 2). */
const Resultats = ({ c, publies }: { c: Contenu; publies: readonly Publication[] }) => (
  <>
    <h2>Résultats</h2>
    {publies.map((p) => (
      <>
        <h3>
          {p.libelle} : {direPart(p.valeurMilliemes)}
        </h3>
        <p class="sub">
          {p.numerateur} sur {p.denominateur}, sessions finies du {formaterDate(p.du)} au {formaterDate(p.au)}
           ; {p.repondants} réponses pour {p.interroges} personnes sollicitées. {p.formule} Publié le{' '}
          {formaterDate(jourLocal(p.publieeLe, ZONE_PAR_DEFAUT))}.
        </p>
      </>
    ))}
    {c.sansResultat ? (
      publies.length > 0 ? null : (
        <p>Action nouvelle : aucun résultat n’est encore mesuré.</p>
      )
    ) : (
      <>
        <p class="lignes">{c.indicateurs}</p>
        <p class="sub lignes">{c.indicateursBase}</p>
      </>
    )}
  </>
)

const Corps = ({ f, publies }: { f: FichePublique; publies: readonly Publication[] }) => {
  const c = f.contenu
  return (
    <div class="prose offre">
      <p class="chapo">{c.objectif}</p>
      <h2>À la fin, vous saurez</h2>
      <Liste valeurs={c.objectifs} />
      <Texte titre="Résultats attendus" texte={c.resultats} />
      <h2>Pour qui, et comment y entrer</h2>
      <Texte titre="Public" texte={c.publicVise} />
      <Texte titre="Prérequis" texte={c.prerequis} />
      <Texte titre="Modalités d’accès" texte={c.acces} />
      <Texte titre="Délai d’accès" texte={c.delaiAcces} />
      <Texte titre="Financement" texte={c.financement} />
      <Texte titre="Accessibilité aux personnes handicapées" texte={c.accessibilite} />
      <Texte titre="Référent handicap" texte={c.referentHandicap} />
      <h2>Contenu</h2>
      {c.contenu.split(/\n{2,}/).map((p) => (
        <p class="lignes">{p}</p>
      ))}
      <h2>Moyens, suivi, évaluation</h2>
      <Texte titre="Moyens pédagogiques" texte={c.methodes} />
      <Texte titre="Moyens techniques" texte={c.moyensTechniques} />
      <Texte titre="Encadrement" texte={c.encadrement} />
      <Texte titre="Formateurs" texte={c.formateurs} />
      {f.modalite === 'presentiel' ? null : (
        <>
          <Texte titre="Activités à distance" texte={c.foadActivites} />
          <Texte titre="Leur durée moyenne" texte={c.foadDuree} />
          <Texte titre="Assistance à distance" texte={c.foadAssistance} />
        </>
      )}
      <Texte titre="Suivi" texte={c.suivi} />
      <Texte titre="Évaluation" texte={c.evaluation} />
      <Texte titre="Sanction" texte={c.sanction} />
      <Resultats c={c} publies={publies} />
      <Certification f={f} />
      <div class="pratique-encart">
        <h2>Contact</h2>
        <p>
          <Contact c={c} />
        </p>
        <Gestes f={f} />
      </div>
    </div>
  )
}

/** L. 6352-12 : en publicité, ces mots et eux seuls ; un organisme sans numéro n’en dit rien. */
const Declaration = ({ nda }: { nda: string | null }) =>
  nda ? (
    <>
      Enregistrée sous le numéro {formaterNda(nda as Nda)}. Cet enregistrement ne vaut pas agrément de l’État.
    </>
  ) : null

type Props = {
  f: FichePublique
  publies: readonly Publication[]
  dates: readonly DateAnnoncee[]
  origine: string
}
const Vue = ({ f, publies, dates, origine }: Props) => {
  const v = f.vitrine
  const chemin = ficheUrl({ offre: f.offre })
  const publiee = jourLocal(f.publieeLe, ZONE_PAR_DEFAUT)
  return (
    <Cadre
      title={`${f.intitule} · ${v.nom}`}
      description={f.contenu.objectif.slice(0, 200).toWellFormed()}
      canonique={`${origine}${chemin}`}
    >
      <div class="lecture">
        <Path chemin={[{ libelle: 'Formations', href: formationsUrl() }]} title={f.intitule} />
        <article class="recit">
          <header>
            <p class="sur">{v.nom}</p>
            <h1>{f.intitule}</h1>
            <p class="sub">
              Version {f.version}, publiée le <time datetime={publiee}>{formaterDate(publiee)}</time>
            </p>
            <Gestes f={f} />
          </header>
          <EnBref f={f} dates={dates} />
          <Corps f={f} publies={publies} />
        </article>
        <footer class="declaration">
          <p>
            {v.nom}
            {v.ville
              ? `, ${[v.adresse, `${v.codePostal} ${v.ville}`.trim()].filter(Boolean).join(', ')}`
              : ''}
            . <Declaration nda={v.nda} />
          </p>
          <p>
            <a href={formationsUrl()}>Toutes les formations</a>
          </p>
        </footer>
        <JsonLd donnees={enCourse(f, v, origine, chemin)} />
      </div>
    </Cadre>
  )
}

/** `/formations/:offre` : la version en ligne, d’où qu’elle soit ; une offre non publiée n’existe pas ici. */
export const fichePage = ({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>) =>
  new Hono<Env>().get(ficheUrl.modele, async (c) => {
    const jour = jourLocal(clock.now(), ZONE_PAR_DEFAUT)
    const id = asId<'Offre'>(c.req.param('offre'))
    const lue = id && (await db.lire((tx) => lireOffrePubliee(tx, jour, id)))
    return lue ? c.html(<Vue {...lue} origine={config.origine} />) : notFound(c)
  })
