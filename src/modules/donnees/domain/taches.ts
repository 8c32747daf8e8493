export const tachePreparer = 'donnees.preparer-archive'
